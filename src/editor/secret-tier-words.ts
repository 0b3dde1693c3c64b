import { l10n } from "vscode";
import type { SecretTier } from "../vaults/tiers.ts";

/** The title, what it means and, where there is one, what the next tier needs: a line each, in the user's language. */
export function secretTierWords({ tier }: SecretTier): readonly string[] {
  switch (tier) {
    case 0:
      return [
        l10n.t("T0 out of files"),
        l10n.t("Not in files, git, logs or a model's context. A hostile program running as you can still get it."),
        l10n.t("T1 needs a vault that asks you: one behind a passphrase, or one elsewhere that asks by itself."),
      ];
    case 1:
      return [
        l10n.t("T1 presence"),
        l10n.t(
          "The vault opens only when you are there. While it is open, a hostile program running as you can get it.",
        ),
        l10n.t("T2 needs a policy, so that agents use it through Leastkey alone: {0}", ".leastkey/policy.yaml"),
      ];
    case 2:
      return [
        l10n.t("T2 brokered"),
        l10n.t("Agents use it as your policy says, without holding it. No boundary stands around the agent itself."),
        l10n.t("T3 needs a sandbox around the agent: {0}", "leastkey agent run --sandbox -- AGENT"),
      ];
    case 3:
      return [
        l10n.t("T3 isolated"),
        l10n.t("The agent runs in a sandbox, and the kernel keeps it from the vault."),
        l10n.t("T4 needs a vault on another machine that makes a short-lived credential for each use."),
      ];
    case 4:
      return [
        l10n.t("T4 remote"),
        l10n.t("Made on another machine for each use, short-lived and narrow. What this machine holds opens little."),
      ];
  }
}
