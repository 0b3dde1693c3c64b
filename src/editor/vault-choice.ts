import { l10n, type QuickPickItem, ThemeIcon, window } from "vscode";
import { LeastkeyError } from "../core/errors.ts";
import { readVaultsFile } from "../vaults/settings.ts";
import type { Vault } from "../vaults/vault.ts";
import type { Machine } from "./machine.ts";

interface Choice extends QuickPickItem {
  readonly vault: string; // its id
}

/**
 * Where a moved value goes. Nobody is asked who has one vault only, or has said which one to use: Configure Vault is
 * where others come from, and where that is said.
 */
export async function chosenVault(machine: Machine): Promise<Vault> {
  const vaults = await machine.vaults();
  const remotes = vaults.usable().filter(({ isReadOnly }) => isReadOnly !== true);
  const { files } = await machine.ports();
  const { use } = readVaultsFile(machine.home.vaults, files);
  if (use !== undefined && remotes.some(({ id }) => id === use)) return vaults.at(use);
  if (remotes.length === 0) return vaults.at("embedded");
  const choices: readonly Choice[] = [
    {
      vault: "embedded",
      label: l10n.t("Leastkey vault"),
      description: l10n.t("an encrypted file on this machine"),
      iconPath: new ThemeIcon("lock"),
    },
    ...remotes.map(
      ({ id, title, schemes }): Choice => ({
        vault: id,
        label: title,
        description: l10n.t("as {0}…", schemes[0]),
        iconPath: new ThemeIcon("cloud"),
      }),
    ),
  ];
  const chosen = await window.showQuickPick(choices, {
    title: l10n.t("Move to which vault?"),
    matchOnDescription: true,
  });
  if (chosen === undefined) throw new LeastkeyError("cancelled", "no vault was chosen", "nothing was changed");
  return vaults.at(chosen.vault);
}
