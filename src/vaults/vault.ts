import type { Secret } from "../core/secret.ts";
import type { Reference } from "./reference.ts";

/** In the form of its vault: `leastkey://project/environment/item/field`, `op://...`, `ref+vault://...`. */
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
  /** Whether it would be asked for the value of this text; nothing is asked. */
  resolves(reference: string): boolean;
  /** The reference under which a new value would stand: the vault's own form. */
  referenceFor(parts: Reference): string;
  get(reference: string): Promise<Secret | undefined>;
  /** Writes, reads back and compares before it returns. Throws `vault.exists` unless `overwrite`. */
  set(reference: string, value: Secret, options?: { readonly overwrite?: boolean }): Promise<void>;
  /** As `set` for many: all of them or none, in one write. A vault without it is given one after the other. */
  setAll?(items: readonly { readonly reference: string; readonly value: Secret }[]): Promise<void>;
  /** false when there was nothing to remove. */
  remove(reference: string): Promise<boolean>;
  list(): Promise<readonly VaultItem[]>;
}

/** Inside a sentence: "the Leastkey vault", "1Password". */
export function vaultInText({ id, title }: Pick<Vault, "id" | "title">): string {
  return id === "embedded" ? `the ${title}` : title;
}
