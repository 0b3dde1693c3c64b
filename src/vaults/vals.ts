import { programVault } from "./program-vault.ts";

/** vals reads some forty vaults (AWS, Google, Azure, Doppler, Infisical ...); those that we ask ourselves come before. */
export const vals = programVault({
  id: "vals",
  title: "vals",
  docs: { url: "https://github.com/helmfile/vals", checked: "2026-11-24" },
  program: "vals",
  reads: /^(?:secret)?ref\+[a-z0-9]+:\/\/[^\s"'`]+$/,
  args: (reference) => ["get", reference],
  signIn: "vals needs the login of the vault that the reference names (AWS, gcloud, az ...)",
});
