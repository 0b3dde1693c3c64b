import { programVault } from "./program-vault.ts";

export const keeper = programVault({
  id: "keeper",
  title: "Keeper Secrets Manager",
  docs: {
    url: "https://docs.keeper.io/en/keeperpam/secrets-manager/secrets-manager-command-line-interface",
    checked: "2026-11-24",
  },
  program: "ksm",
  reads: /^keeper:\/\/[^\s"'`]+$/,
  args: (reference) => ["secret", "notation", reference],
  signIn: "set up a profile with 'ksm profile init', or set KSM_CONFIG",
});
