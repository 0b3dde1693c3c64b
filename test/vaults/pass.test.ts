import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import test, { after, before } from "node:test";
import { LeastkeyError } from "../../src/core/errors.ts";
import { Secret } from "../../src/core/secret.ts";
import { vaultsWith } from "./real-servers.ts";

const has = (name: string): boolean => spawnSync(name, ["--version"]).error === undefined;
const skip = has("pass") && has("gpg") ? false : "pass or gpg is not installed";
const folder = mkdtempSync(join(tmpdir(), "lk-pass-"));
const store = join(folder, "store");
const known = process.env["GNUPGHOME"];

before(() => {
  if (skip !== false) return;
  process.env["GNUPGHOME"] = folder; // a key that is thrown away with the folder
  const key = [
    "--batch",
    "--quiet",
    "--passphrase",
    "",
    "--quick-generate-key",
    "leastkey-test",
    "default",
    "default",
    "never",
  ];
  assert.equal(spawnSync("gpg", key).status, 0);
  const env = { ...process.env, PASSWORD_STORE_DIR: store };
  assert.equal(spawnSync("pass", ["init", "leastkey-test"], { env }).status, 0);
});
after(() => {
  spawnSync("gpgconf", ["--kill", "all"]);
  if (known === undefined) delete process.env["GNUPGHOME"];
  else process.env["GNUPGHOME"] = known;
  rmSync(folder, { recursive: true, force: true });
});

void test("pass: stored through its input, read back, listed, never overwritten unasked, removed", {
  skip,
}, async () => {
  const vaults = vaultsWith({ pass: { store } });
  const reference = "ref+pass://shop/production/mail/key";
  const value = Secret.of("first line\nsecond: ü 🙂");
  await vaults.set(reference, value);
  assert.ok((await vaults.get(reference))?.equals(value));
  assert.equal((await vaults.get(`${reference}#/second`))?.reveal(), "ü 🙂");
  await assert.rejects(
    vaults.set(reference, Secret.of("other")),
    (error: unknown) => error instanceof LeastkeyError && error.code === "vault.exists",
  );
  await vaults.set(reference, Secret.of("other"), { overwrite: true });
  assert.deepEqual(
    (await (await vaults.remote("pass")).list()).map((item) => item.reference),
    [reference],
  );
  assert.deepEqual((await (await vaults.remote("pass")).check()).lacks, []);
  assert.equal(await vaults.remove(reference), true);
  assert.equal(await vaults.get(reference), undefined);
});
