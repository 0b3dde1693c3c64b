import { LeastkeyError } from "../core/errors.ts";
import type { Clock } from "../core/ports.ts";
import type { Secret } from "../core/secret.ts";
import { formatReference, isOurReference, parseReference } from "./reference.ts";
import type { Vault, VaultItem } from "./vault.ts";
import type { StoredItem, VaultDocument } from "./vault-document.ts";
import { openVaultFile } from "./vault-file.ts";
import { type KeyOptions, type Wrapping, wrappingOf } from "./vault-key.ts";

export interface EmbeddedVaultOptions extends KeyOptions {
  readonly clock: Clock;
}

export interface VaultStatus {
  readonly exists: boolean;
  readonly path: string;
  readonly wrapping: Wrapping | undefined; // undefined until there is a vault
  readonly keychain: string | undefined; // its title, where one is in use
  readonly unlocked: boolean;
}

/**
 * The vault that needs no set-up: one age file, its key in the keychain or behind a passphrase. Setting a value that
 * is there already is no error: that is how an interrupted move is finished.
 */
export interface EmbeddedVault extends Vault {
  /** Asks nobody and decrypts nothing. */
  status(): VaultStatus;
  /** Gets the key (making one when there is no vault yet) and proves that it opens the file. */
  unlock(): Promise<void>;
  /** Forgets the key and what was decrypted. */
  lock(): void;
}

export function openEmbeddedVault(options: EmbeddedVaultOptions): EmbeddedVault {
  const { home, files, clock } = options;
  const file = openVaultFile(options);
  const valueOf = async (name: string): Promise<Secret | undefined> => (await file.read()).items.get(name)?.value;
  const store = async (items: readonly Given[], overwrite: boolean): Promise<void> => {
    const named = items.map(({ reference, value }) => ({ name: canonical(reference), value }));
    const now = new Date(clock.now()).toISOString();
    await file.update((document) => {
      const changed = named.filter(({ name, value }) => document.items.get(name)?.value.equals(value) !== true);
      const taken = changed.find(({ name }) => document.items.has(name));
      if (taken !== undefined && !overwrite) throw exists(taken.name);
      if (changed.length === 0) return undefined;
      return changed.reduce((kept, { name, value }) => {
        const created = kept.items.get(name)?.created ?? now;
        return withItem(kept, name, { value, created, updated: now });
      }, document);
    });
    for (const { name, value } of named) if ((await valueOf(name))?.equals(value) !== true) throw notStored(name);
  };
  return {
    id: "embedded",
    title: "Leastkey vault",
    resolves: isOurReference,
    referenceFor: formatReference,
    status: () => {
      const wrapping = wrappingOf(options);
      return {
        exists: files.stat(home.vault) !== undefined,
        path: home.vault,
        wrapping,
        keychain: wrapping === "passphrase" ? undefined : options.keychain?.title,
        unlocked: file.isUnlocked(),
      };
    },
    unlock: () => file.unlock(),
    lock: () => {
      file.lock();
    },
    get: async (reference) => valueOf(canonical(reference)),
    set: (reference, value, { overwrite = false } = {}) => store([{ reference, value }], overwrite),
    setAll: (items) => store(items, false),
    remove: async (reference) => {
      const name = canonical(reference);
      return file.update((document) => (document.items.has(name) ? withItem(document, name, undefined) : undefined));
    },
    list: async () =>
      [...(await file.read()).items].map(([reference, { updated }]): VaultItem => ({ reference, updated })),
  };
}

interface Given {
  readonly reference: string;
  readonly value: Secret;
}

const canonical = (reference: string): string => formatReference(parseReference(reference));

function withItem(document: VaultDocument, name: string, item: StoredItem | undefined): VaultDocument {
  const items = new Map(document.items);
  if (item === undefined) items.delete(name);
  else items.set(name, item);
  return { version: 1, items };
}

function exists(reference: string): LeastkeyError {
  return new LeastkeyError(
    "vault.exists",
    `${reference} already holds another value`,
    "choose another name, or overwrite it on purpose",
  );
}

function notStored(reference: string): LeastkeyError {
  return new LeastkeyError(
    "vault.unreachable",
    `${reference} did not read back as it was written`,
    "nothing else was changed; try again, and check that nobody else writes this vault",
  );
}
