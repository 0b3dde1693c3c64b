import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { mkdtempSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import test from "node:test";
import { headsOf, keptHeads } from "../../src/platform/kept-heads.ts";

function scratch(): { readonly path: string; readonly key: Buffer } {
  const path = join(mkdtempSync(join(tmpdir(), "leastkey-")), "fingerprint.key");
  const key = randomBytes(32);
  writeFileSync(path, key, { mode: 0o600 });
  return { path, key };
}

void test("what is kept is what the key gives, and for the user alone", () => {
  const { path, key } = scratch();
  const first = keptHeads(path, key);
  assert.equal(first.length, 256);
  assert.deepEqual(first, headsOf(key));
  const kept = readFileSync(`${path}.heads`);
  assert.deepEqual(keptHeads(path, key), first);
  assert.deepEqual(readFileSync(`${path}.heads`), kept, "written once");
  if (process.platform !== "win32") assert.equal(statSync(`${path}.heads`).mode & 0o777, 0o600);
});

void test("a file that is damaged, cut or empty is made anew", () => {
  const { path, key } = scratch();
  const right = keptHeads(path, key);
  const whole = readFileSync(`${path}.heads`);
  const flipped = Buffer.from(whole);
  flipped.writeUInt8(flipped.readUInt8(500) ^ 1, 500);
  for (const damaged of [flipped, whole.subarray(0, 700), Buffer.alloc(0), Buffer.alloc(whole.length)]) {
    writeFileSync(`${path}.heads`, damaged);
    assert.deepEqual(keptHeads(path, key), right);
    assert.deepEqual(readFileSync(`${path}.heads`), whole);
  }
});

void test("another key is not served with the words of the one before", () => {
  const { path, key } = scratch();
  keptHeads(path, key);
  const other = randomBytes(32);
  writeFileSync(path, other);
  assert.deepEqual(keptHeads(path, other), headsOf(other));
});
