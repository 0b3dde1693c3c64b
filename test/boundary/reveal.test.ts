import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import test from "node:test";

/** Where a value may leave its Secret, and for whom. A new line here is a decision: read it twice. */
const readers: Readonly<Record<string, string>> = {
  "platform/keychain.ts": "the vault's own key, to the system keychain",
  "vaults/age.ts": "keys and passphrases, to the age library",
  "vaults/vault-document.ts": "stored values, to the text that is encrypted",
  "vaults/vault-key.ts": "the vault's own key, to the text that is encrypted",
  "guard/references.ts": "values, to the filled template (itself a Secret)",
  "platform/mask-forms.ts": "values, to the forms that are looked for in output",
  "platform/run-child.ts": "values, to the environment of the child alone",
  "guard/restore-file.ts": "values, to the text of the file they are put back into",
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
