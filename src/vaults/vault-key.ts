import { LeastkeyError } from "../core/errors.ts";
import type { Files } from "../core/ports.ts";
import { Secret } from "../core/secret.ts";
import { decryptWithPassphrase, encryptWithPassphrase, newIdentity, recipientOf } from "./age.ts";

/** One entry of the operating system's keychain: the vault's key. platform/keychain.ts gives the real one. */
export interface Keychain {
  readonly title: string; // "Secret Service"
  /** undefined: it answers and holds no key. Throws `vault.unreachable` when it does not answer. */
  get(): Promise<Secret | undefined>;
  /** Stores the candidate unless there is a key, and gives what is stored then. Synchronous: it runs under a lock. */
  keep(candidate: Secret): Secret;
  remove(): Promise<boolean>;
}

/** `create`: a new passphrase, asked for twice by whoever asks. */
export type AskPassphrase = (why: "create" | "unlock") => Promise<Secret>;

/** Keeps a text behind a passphrase, by scrypt: a second of work, which some programs have done elsewhere. */
export interface PassphraseSeal {
  wrap(passphrase: Secret, text: string, workFactor: number): Promise<string>;
  /** undefined: a wrong passphrase. */
  unwrap(passphrase: Secret, wrapped: string): Promise<string | undefined>;
}

const sealHere: PassphraseSeal = { wrap: encryptWithPassphrase, unwrap: decryptWithPassphrase };

export interface KeyOptions {
  readonly home: { readonly vault: string; readonly vaultKey: string };
  readonly files: Files;
  /** undefined: this machine has none, or the user wants none; then a passphrase keeps the key. */
  readonly keychain: Keychain | undefined;
  readonly passphrase: AskPassphrase;
  readonly workFactor?: number; // 18, as age
  readonly seal?: PassphraseSeal; // in this thread unless given
}

export type Wrapping = "keychain" | "passphrase";

/** How the key of the vault at this home is kept; undefined when there is no vault yet. */
export function wrappingOf({ home, files }: KeyOptions): Wrapping | undefined {
  if (files.stat(home.vaultKey) !== undefined) return "passphrase";
  return files.stat(home.vault) === undefined ? undefined : "keychain";
}

/** The key of the vault, made when there is none. A vault that exists never gets a second key. */
export async function loadKey(options: KeyOptions): Promise<Secret> {
  switch (wrappingOf(options)) {
    case "passphrase":
      return unwrap(options);
    case "keychain":
      return fromKeychain(options);
    case undefined:
      return create(options);
  }
}

async function fromKeychain({ keychain }: KeyOptions): Promise<Secret> {
  if (keychain === undefined) {
    throw new LeastkeyError(
      "vault.unreachable",
      "the system keychain that holds the vault's key is not available here",
      "run this in your desktop session, where the keychain answers",
    );
  }
  const key = await keychain.get();
  if (key === undefined) {
    throw new LeastkeyError(
      "vault.locked",
      `${keychain.title} holds no key for this vault`,
      "restore the keychain entry named leastkey, or move vault.age away to start an empty vault",
    );
  }
  return key;
}

async function unwrap({ home, files, passphrase, seal = sealHere }: KeyOptions): Promise<Secret> {
  const wrapped = files.readText(home.vaultKey);
  if (wrapped === undefined) {
    throw new LeastkeyError("vault.locked", "the vault's key file has vanished", "put vault.key back from a backup");
  }
  const text = await seal.unwrap(await passphrase("unlock"), wrapped);
  if (text === undefined) {
    throw new LeastkeyError(
      "vault.passphrase",
      "that is not the vault's passphrase",
      "try again, or check LEASTKEY_PASSPHRASE where it is set",
    );
  }
  const identity = text.split(/\r?\n/).find((line) => line.startsWith("AGE-SECRET-KEY-"));
  if (identity === undefined) {
    throw new LeastkeyError("vault.corrupt", "the vault's key file holds no key", "put vault.key back from a backup");
  }
  return Secret.of(identity);
}

/** Two processes may start here at once; the lock makes the first one's key the only one. */
async function create(options: KeyOptions): Promise<Secret> {
  const { home, files, keychain } = options;
  const candidate = await newIdentity();
  if (keychain !== undefined) {
    const known = await keychain.get(); // asks the user to unlock it, outside of the lock
    return known ?? files.locked(`${home.vaultKey}.lock`, 10_000, () => keychain.keep(candidate));
  }
  const chosen = await options.passphrase("create");
  if (chosen.length === 0) {
    throw new LeastkeyError("vault.passphrase", "an empty passphrase protects nothing", "choose a longer one");
  }
  const recipient = await recipientOf(candidate);
  const wrapped = await (options.seal ?? sealHere).wrap(
    chosen,
    `# public key: ${recipient}\n${candidate.reveal()}\n`,
    options.workFactor ?? 18,
  );
  const isFirst = files.locked(`${home.vaultKey}.lock`, 10_000, () => {
    if (files.stat(home.vaultKey) !== undefined) return false;
    files.replace(home.vaultKey, wrapped, 0o600);
    return true;
  });
  return isFirst ? candidate : unwrap(options);
}
