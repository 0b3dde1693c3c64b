import { programVault } from "./program-vault.ts";

/** `op read` prints one field; without --no-newline a line feed would become part of the value. */
export const onepassword = programVault({
  id: "onepassword",
  title: "1Password",
  docs: { url: "https://developer.1password.com/docs/cli/reference/commands/read", checked: "2026-11-24" },
  program: "op",
  reads: /^op:\/\/[^\s"'`]+(?: [^\s"'`]+)*$/,
  args: (reference) => ["read", "--no-newline", reference],
  signIn: "sign in with 'op signin', or set OP_SERVICE_ACCOUNT_TOKEN",
});
