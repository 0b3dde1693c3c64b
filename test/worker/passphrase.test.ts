import assert from "node:assert/strict";
import { resolve } from "node:path";
import test from "node:test";
import { Secret } from "../../src/core/secret.ts";
import { sealInThread } from "../../src/worker/passphrase-client.ts";
import { programs } from "../sample/program.ts";

const seal = sealInThread(resolve(programs, "scan-worker.js"));
const passphrase = Secret.of("correct horse battery");

void test("what is wrapped in the thread opens there with its passphrase and with no other; this thread goes on", async () => {
  let turns = 0;
  const timer = setInterval(() => turns++, 1);
  const wrapped = await seal.wrap(passphrase, "the key", 16);
  clearInterval(timer);
  assert.match(wrapped, /^-----BEGIN AGE ENCRYPTED FILE-----/);
  assert.ok(turns > 5, `only ${String(turns)} turns of the event loop while scrypt ran`);
  assert.equal(await seal.unwrap(passphrase, wrapped), "the key");
  assert.equal(await seal.unwrap(Secret.of("another"), wrapped), undefined);
});

void test("a damaged file is told as such, and a thread that cannot start rejects", async () => {
  await assert.rejects(() => seal.unwrap(passphrase, "no age file"), { code: "vault.corrupt" });
  await assert.rejects(() => sealInThread("/nowhere/worker.js").unwrap(passphrase, ""));
});
