import type { Secret } from "../core/secret.ts";

/** `leastkey://project/environment/item/field`: four segments of `[A-Za-z0-9_.-]`, as 1Password's are. */
export interface VaultItem {
  readonly reference: string;
  readonly updated: string; // ISO 8601
}

/**
 * Where secrets live. `undefined` and `false` mean "asked and there is none"; everything else that fails throws
 * LeastkeyError with a `vault.*` code. Nothing here ever puts a value into a message.
 */
export interface Vault {
  readonly id: string;
  readonly title: string;
  get(reference: string): Promise<Secret | undefined>;
  /** Writes, reads back and compares before it returns. Throws `vault.exists` unless `overwrite`. */
  set(reference: string, value: Secret, options?: { readonly overwrite?: boolean }): Promise<void>;
  /** false when there was nothing to remove. */
  remove(reference: string): Promise<boolean>;
  list(): Promise<readonly VaultItem[]>;
}
