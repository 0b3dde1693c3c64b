import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import test from "node:test";

/** Where a value may leave its Secret, and for whom. A new line here is a decision: read it twice. */
const readers: Readonly<Record<string, string>> = {
  "broker/place-credential.ts": "one value, to the header or query of the request that it was asked for",
  "cli/commands/aws-credential.ts": "keys, to AWS's program that asked by credential_process",
  "cli/commands/git-credential.ts": "one value, to the git that asked for it",
  "cli/commands/inject.ts": "the filled template, to the file that the user named",
  "cli/commands/move.ts": "values, to the mask over the diff that is shown",
  "cli/commands/read.ts": "one value, to the user's standard output",
  "cli/commands/vault.ts": "all values, to the user who leaves with them",
  "editor/reference-value.ts": "one value, to the launch or task that the user agreed to",
  "platform/baseline-digest.ts": "values, to the slow salted hash of the baseline",
  "platform/fingerprint.ts": "values, to the keyed hash",
  "platform/keychain.ts": "the vault's own key, to the system keychain",
  "platform/vault-http.ts": "tokens and new values, to the vault's server",
  "platform/vault-program.ts": "tokens and new values, to the vault's own program, by its input or environment",
  "vaults/adapters/aws-client.ts": "keys and the request's text, to the signature",
  "vaults/adapters/aws-role.ts": "the session, out of the reply's XML (kept as JSON, read as Secret again)",
  "vaults/adapters/github-app-token.ts": "the app's key, to its signature",
  "vaults/adapters/pass.ts": "an entry, for one of its lines (a Secret again)",
  "vaults/adapters/postgres-password.ts": "a new login's password, to its verifier",
  "vaults/adapters/postgres.ts": "the verifier, into the statement on psql's input",
  "vaults/json.ts": "replies, for one field (a Secret again); tokens and values, to the text that is sent (a Secret)",
  "vaults/age.ts": "keys and passphrases, to the age library",
  "vaults/vault-document.ts": "stored values, to the text that is encrypted",
  "vaults/vault-key.ts": "the vault's own key, to the text that is encrypted",
  "guard/references.ts": "values, to the filled template (itself a Secret)",
  "platform/mask-forms.ts": "values, to the forms that are looked for in output",
  "platform/run-captured.ts": "values, to the environment of a command that an agent asked for",
  "platform/run-child.ts": "values, to the environment of the child alone",
  "guard/restore-file.ts": "values, to the text of the file they are put back into",
  "worker/passphrase-client.ts": "the vault's passphrase, to the thread that runs scrypt",
  "platform/git-history.ts": "values, to the search in git's output",
};

function callers(): readonly string[] {
  return readdirSync("src", { recursive: true, encoding: "utf8" })
    .map((path) => path.replaceAll("\\", "/"))
    .filter((path) => path.endsWith(".ts") && path !== "core/secret.ts")
    .filter((path) => /\.reveal\(\)/.test(readFileSync(join("src", path), "utf8")))
    .toSorted();
}

void test("a value leaves its Secret only where the list says, and the list has no dead line", () => {
  assert.deepEqual(callers(), Object.keys(readers).toSorted());
});
