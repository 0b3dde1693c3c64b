import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, readlinkSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { hostname, tmpdir } from "node:os";
import { join } from "node:path";
import test from "node:test";
import { LeastkeyError } from "../../src/core/errors.ts";
import { withLock } from "../../src/platform/lock.ts";

const folder = mkdtempSync(join(tmpdir(), "leastkey-lock-"));
test.after(() => rmSync(folder, { recursive: true, force: true }));

void test("work runs and the lock is gone afterwards, also when the work throws", () => {
  const path = join(folder, "plain.lock");
  const named = () => (process.platform === "win32" ? readFileSync(path, "utf8") : readlinkSync(path));
  assert.equal(
    withLock(path, 0, () => named().split(" ")[0]),
    String(process.pid),
  );
  assert.throws(() =>
    withLock(path, 0, () => {
      throw new Error("the work failed");
    }),
  );
  assert.equal(readdirSync(folder).length, 0);
});

void test("a lock held by a live process is waited for, then reported as busy", () => {
  const path = join(folder, "held.lock");
  withLock(path, 0, () => {
    assert.throws(
      () => withLock(path, 30, () => undefined),
      (error) => error instanceof LeastkeyError && error.code === "busy",
    );
  });
});

void test("a lock whose holder was killed is broken", () => {
  const path = join(folder, "dead.lock");
  const dead = spawnSync(process.execPath, ["-e", "console.log(process.pid)"], { encoding: "utf8" }).stdout.trim();
  const leave = [
    writeFileSync,
    ...(process.platform === "win32" ? [] : [(to: string, holder: string) => symlinkSync(holder, to)]),
  ];
  for (const make of leave) {
    make(path, `${dead} ${hostname()}`);
    assert.equal(
      withLock(path, 1000, () => "done"),
      "done",
    );
  }
});

void test("a lock of another host is respected while it is young", () => {
  const path = join(folder, "foreign.lock");
  writeFileSync(path, "1 elsewhere.example");
  assert.throws(() => withLock(path, 30, () => undefined), LeastkeyError);
});
