import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import test from "node:test";

void test("every text that users read in package.json and through l10n.t has its German, with the same links and places", () => {
  const { status, stdout, stderr } = spawnSync(process.execPath, [".scripts/localize.mjs"], { encoding: "utf8" });
  assert.equal(stdout + stderr, "", "add or change the German in l10n/, keyed by the English");
  assert.equal(status, 0);
});
