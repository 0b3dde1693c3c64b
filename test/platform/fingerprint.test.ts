import assert from "node:assert/strict";
import { once } from "node:events";
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import nodeTest from "node:test";
import { isMainThread, parentPort, Worker, workerData } from "node:worker_threads";
import { Secret } from "../../src/core/secret.ts";
import { machineFingerprinter } from "../../src/platform/fingerprint.ts";
import { leastkeyHome } from "../../src/platform/home.ts";

const test: typeof nodeTest = isMainThread ? nodeTest : ((() => Promise.resolve()) as unknown as typeof nodeTest);
if (!isMainThread) {
  const given: unknown = workerData;
  assert.ok(typeof given === "object" && given !== null && "fingerprintKey" in given);
  parentPort?.postMessage(
    machineFingerprinter({ fingerprintKey: String(given.fingerprintKey) }).fingerprint(Secret.of("value")),
  );
}

const scratch = (): ReturnType<typeof leastkeyHome> =>
  leastkeyHome({ LEASTKEY_HOME: join(mkdtempSync(join(tmpdir(), "leastkey-")), "home") });

void test("the key is made once, for the user alone, and fingerprints stay the same", () => {
  const home = scratch();
  const first = machineFingerprinter(home).fingerprint(Secret.of("some value here"));
  assert.match(first, /^[0-9a-f]{16}$/);
  assert.equal(machineFingerprinter(home).fingerprint(Secret.of("some value here")), first);
  assert.equal(readFileSync(home.fingerprintKey).length, 32);
  if (process.platform !== "win32") assert.equal(statSync(home.fingerprintKey).mode & 0o777, 0o600);
  assert.deepEqual(readdirSync(home.root), ["fingerprint.key", "fingerprint.key.heads"], "a draft was left");
});

void test("two machines make different fingerprints of one value", () => {
  const print = (): string => machineFingerprinter(scratch()).fingerprint(Secret.of("some value here"));
  assert.notEqual(print(), print());
});

void test("a damaged key is refused and left as it is", () => {
  const home = scratch();
  machineFingerprinter(home);
  writeFileSync(home.fingerprintKey, "short");
  assert.throws(() => machineFingerprinter(home), { code: "home.unusable" });
  assert.equal(readFileSync(home.fingerprintKey, "utf8"), "short");
});

void test("a key that others can read is closed to them", { skip: process.platform === "win32" }, () => {
  const home = scratch();
  machineFingerprinter(home);
  const key = readFileSync(home.fingerprintKey);
  rmSync(home.fingerprintKey);
  writeFileSync(home.fingerprintKey, key, { mode: 0o644 });
  machineFingerprinter(home);
  assert.equal(statSync(home.fingerprintKey).mode & 0o777, 0o600);
});

void test("many that make the key at once agree on one", async () => {
  const home = scratch();
  const prints = await Promise.all(Array.from({ length: 8 }, () => printInWorker(home)));
  assert.match(prints[0] ?? "", /^[0-9a-f]{16}$/);
  assert.equal(new Set(prints).size, 1);
  assert.deepEqual(readdirSync(home.root), ["fingerprint.key", "fingerprint.key.heads"], "a draft was left");
});

/** The bundle of this file, run again in a thread of its own. */
async function printInWorker(home: { readonly fingerprintKey: string }): Promise<string> {
  const worker = new Worker(__filename, { workerData: { fingerprintKey: home.fingerprintKey } });
  const given: readonly unknown[] = await once(worker, "message");
  return String(given[0]);
}
