import type { LogOutputChannel } from "vscode";
import { l10n } from "vscode";
import { contextKeys } from "../contributions.ts";
import { setContext } from "./context.ts";
import type { Machine } from "./machine.ts";
import { notify } from "./notify.ts";

/** Unlock Vault: gets the key from the keychain or asks for the passphrase, and says which. */
export async function unlockVault(machine: Machine, log: LogOutputChannel): Promise<void> {
  const vault = await machine.vault();
  const { audit } = await machine.ports();
  await vault.unlock();
  audit.append({ action: "vault.unlock", outcome: "done", attribution: "confirmed", tool: "editor" });
  const { keychain } = vault.status();
  await showVaultState(machine, true);
  const how = keychain === undefined ? l10n.t("with its passphrase") : l10n.t("with the key in {0}", keychain);
  notify(log, l10n.t("Leastkey: the vault is unlocked {0}, until this window closes or you lock it.", how));
}

/** Lock Vault: this window forgets the key and every decrypted value. */
export async function lockVault(machine: Machine, log: LogOutputChannel): Promise<void> {
  const vault = await machine.vault();
  vault.lock();
  const { audit } = await machine.ports();
  audit.append({ action: "vault.lock", outcome: "done", attribution: "confirmed", tool: "editor" });
  await showVaultState(machine, false);
  notify(log, l10n.t("Leastkey: the vault is locked in this window."));
}

/** Lets the palette offer the one of Unlock and Lock that applies, and the view show what is in it. */
export async function showVaultState(machine: Machine, isUnlocked: boolean): Promise<void> {
  machine.vaultChanged();
  await setContext(contextKeys.vaultUnlocked, isUnlocked);
}
