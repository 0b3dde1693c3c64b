import { l10n, window } from "vscode";
import { LeastkeyError } from "../core/errors.ts";
import { Secret } from "../core/secret.ts";
import type { AskPassphrase } from "../vaults/vault-key.ts";

/** How the editor asks for the vault's passphrase. A closed box cancels; nothing is kept. */
export const askInEditor: AskPassphrase = (why) => (why === "unlock" ? unlock() : create());

function unlock(): Promise<Secret> {
  return ask(l10n.t("Unlock the Leastkey vault"), l10n.t("Passphrase of the vault on this machine"));
}

async function create(): Promise<Secret> {
  const title = l10n.t("New Leastkey vault");
  const first = await ask(
    title,
    l10n.t("Choose a passphrase: this machine's keychain does not answer, so it keeps the vault's key"),
  );
  const again = await ask(title, l10n.t("The same passphrase again"));
  if (!first.equals(again)) {
    throw new LeastkeyError("vault.passphrase", "the two passphrases differ", "try again; no vault was made");
  }
  return first;
}

async function ask(title: string, prompt: string): Promise<Secret> {
  const typed = await window.showInputBox({
    title,
    prompt,
    password: true,
    ignoreFocusOut: true,
    validateInput: (text) => (text === "" ? l10n.t("An empty passphrase protects nothing") : undefined),
  });
  if (typed === undefined) throw new LeastkeyError("cancelled", "no passphrase was given", "nothing was changed");
  return Secret.of(typed);
}
