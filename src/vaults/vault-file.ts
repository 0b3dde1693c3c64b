import { LeastkeyError } from "../core/errors.ts";
import type { Secret } from "../core/secret.ts";
import { decryptWith, encryptFor, recipientOf } from "./age.ts";
import { emptyDocument, parseDocument, serializeDocument, type VaultDocument } from "./vault-document.ts";
import { type KeyOptions, loadKey } from "./vault-key.ts";

/** The vault's file and its key, without the meaning of what is in it. */
export interface VaultFile {
  readonly isUnlocked: () => boolean;
  readonly unlock: () => Promise<void>;
  readonly lock: () => void;
  readonly read: () => Promise<VaultDocument>;
  /** Writes what `change` makes of the newest document; false when it gives undefined, for "as it should be". */
  readonly update: (change: (document: VaultDocument) => VaultDocument | undefined) => Promise<boolean>;
}

interface Snapshot {
  readonly bytes: Uint8Array | undefined; // undefined: no file yet
  readonly document: VaultDocument;
}

/** Writers are processes that each take milliseconds; more collisions in a row than this is something else. */
const maxAttempts = 100;

export function openVaultFile(options: KeyOptions): VaultFile {
  const { home, files } = options;
  let opening: Promise<Secret> | undefined;
  let isUnlocked = false;
  let recipient: string | undefined; // a reader needs none, and working it out takes milliseconds
  let last: Snapshot | undefined;

  const unlock = async (): Promise<Secret> => {
    opening ??= loadKey(options);
    try {
      const key = await opening;
      isUnlocked = true;
      return key;
    } catch (error) {
      opening = undefined; // a wrong passphrase must not stick
      throw error;
    }
  };
  const snapshot = async (): Promise<Snapshot> => {
    const bytes = files.read(home.vault);
    if (bytes === undefined) return { bytes, document: emptyDocument };
    if (last?.bytes !== undefined && isSame(last.bytes, bytes)) return last;
    last = { bytes, document: await decrypted(await unlock(), bytes) };
    return last;
  };
  const swap = (before: Uint8Array | undefined, after: Uint8Array): boolean =>
    files.locked(`${home.vault}.lock`, 10_000, () => {
      if (!isSame(files.read(home.vault), before)) return false;
      if (before !== undefined) files.replace(`${home.vault}.bak`, before, 0o600);
      files.replace(home.vault, after, 0o600);
      return true;
    });

  return {
    isUnlocked: () => isUnlocked,
    unlock: async () => {
      await unlock();
      await snapshot();
    },
    lock: () => {
      opening = undefined;
      recipient = undefined;
      last = undefined;
      isUnlocked = false;
    },
    read: async () => (await snapshot()).document,
    // Encrypting is asynchronous and the lock is not: so compare and swap, with the comparison under the lock.
    update: async (change) => {
      const key = await unlock();
      recipient ??= await recipientOf(key);
      for (let attempt = 0; attempt < maxAttempts; attempt++) {
        const before = await snapshot();
        const document = change(before.document);
        if (document === undefined) return false;
        if (swap(before.bytes, await encryptFor(recipient, serializeDocument(document)))) return true;
      }
      throw new LeastkeyError("busy", "the vault kept changing while it was written", "try again in a moment");
    },
  };
}

async function decrypted(identity: Secret, bytes: Uint8Array): Promise<VaultDocument> {
  const text = await decryptWith(identity, bytes);
  if (text === undefined) {
    throw new LeastkeyError(
      "vault.locked",
      "the key kept for this vault does not open it",
      "the file or its key was replaced: put the one that fits back from a backup",
    );
  }
  return parseDocument(text);
}

function isSame(a: Uint8Array | undefined, b: Uint8Array | undefined): boolean {
  if (a === undefined || b === undefined) return a === b;
  return a.length === b.length && a.every((byte, index) => byte === b[index]);
}
