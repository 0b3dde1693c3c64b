import { LeastkeyError, messageOf } from "../core/errors.ts";
import { Secret } from "../core/secret.ts";
import type { Keychain } from "../vaults/vault-key.ts";

/** A locked keychain asks the user; somebody who is there answers in this time. */
const answerMs = 60_000;
const service = "leastkey";

/**
 * The keychain of this machine with one entry for the vault at `home`; undefined where none answers: no native
 * module for this platform, no session bus, no secret service.
 */
export async function systemKeychain(home: string): Promise<Keychain | undefined> {
  try {
    const { AsyncEntry, Entry } = await import("@napi-rs/keyring");
    // Unpinned, the module may choose the kernel's keyring on Linux, which is lost at the next start.
    const options = process.platform === "linux" ? ({ linux: { store: "secret-service" } } as const) : undefined;
    const entry = new AsyncEntry(service, home, options);
    const ask = async (): Promise<Secret | undefined> => {
      const key = await answered(() => entry.getPassword(AbortSignal.timeout(answerMs)));
      return key === null ? undefined : Secret.of(key);
    };
    let first: { readonly key: Secret | undefined } | undefined = { key: await ask() }; // one that cannot be asked is none
    return {
      title: titles[process.platform] ?? "Secret Service",
      get: () => {
        const known = first; // each question is a round over the session bus, and `leastkey run` waits for it
        first = undefined;
        return known === undefined ? ask() : Promise.resolve(known.key);
      },
      keep: (candidate) => {
        const atOnce = new Entry(service, home, options);
        const known = atOnce.getPassword();
        if (known !== null) return Secret.of(known);
        atOnce.setPassword(candidate.reveal());
        if (atOnce.getPassword() !== candidate.reveal()) throw silent(undefined);
        return candidate;
      },
      remove: () => answered(() => entry.deletePassword(AbortSignal.timeout(answerMs))),
    };
  } catch {
    return undefined; // the caller falls back to a passphrase, and says so
  }
}

const titles: Readonly<Partial<Record<NodeJS.Platform, string>>> = {
  darwin: "macOS Keychain",
  win32: "Windows Credential Manager",
};

async function answered<T>(ask: () => Promise<T>): Promise<T> {
  try {
    return await ask();
  } catch (error) {
    throw silent(error);
  }
}

function silent(error: unknown): LeastkeyError {
  return new LeastkeyError(
    "vault.unreachable",
    "the system keychain did not answer",
    `unlock it and try again (${messageOf(error)})`,
    error,
  );
}
