import type { Clock, Files } from "../core/ports.ts";
import { Secret } from "../core/secret.ts";
import { type EmbeddedVault, openEmbeddedVault } from "../vaults/embedded.ts";
import type { AskPassphrase, PassphraseSeal } from "../vaults/vault-key.ts";
import type { Home } from "./home.ts";
import { systemKeychain } from "./keychain.ts";
import { askHidden, askNewPassphrase } from "./prompt.ts";

export interface EmbeddedVaultWiring {
  readonly home: Home;
  readonly files: Files;
  readonly clock: Clock;
  readonly env: NodeJS.ProcessEnv;
  /** How this program asks for a passphrase; the terminal when absent. The editor brings an input box. */
  readonly ask?: AskPassphrase;
  /** Where scrypt runs; in this thread when absent. */
  readonly seal?: PassphraseSeal;
}

/**
 * The embedded vault of this machine. The key goes to the keychain where one answers; `LEASTKEY_PASSPHRASE` or
 * `LEASTKEY_KEYCHAIN=off` say that this user wants none, and then the keychain is not even asked.
 */
export async function embeddedVault({
  home,
  files,
  clock,
  env,
  ask,
  seal,
}: EmbeddedVaultWiring): Promise<EmbeddedVault> {
  const given = env["LEASTKEY_PASSPHRASE"];
  const isWanted = given === undefined && env["LEASTKEY_KEYCHAIN"] !== "off";
  const isInUse = files.stat(home.vault) !== undefined; // a vault without a key file has its key in the keychain
  const isKeychainUsed = files.stat(home.vaultKey) === undefined && (isInUse || isWanted);
  const passphrase = given === undefined ? (ask ?? askTerminal) : () => Promise.resolve(Secret.of(given));
  return openEmbeddedVault({
    home,
    files,
    clock,
    keychain: isKeychainUsed ? await systemKeychain(home.root) : undefined,
    passphrase,
    ...(seal === undefined ? {} : { seal }),
  });
}

const askTerminal: AskPassphrase = (why) =>
  why === "create" ? askNewPassphrase("the Leastkey vault") : askHidden("passphrase of the Leastkey vault: ");
