import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import test from "node:test";
import { LeastkeyError } from "../../src/core/errors.ts";
import { nodeFiles } from "../../src/platform/node-files.ts";

const folder = mkdtempSync(join(tmpdir(), "leastkey-files-"));
test.after(() => rmSync(folder, { recursive: true, force: true }));
const files = nodeFiles();

void test("what is missing is undefined, also below a file", () => {
  writeFileSync(join(folder, "a"), "x");
  assert.equal(files.read(join(folder, "none")), undefined);
  assert.equal(files.readText(join(folder, "a", "below")), undefined);
  assert.equal(files.stat(join(folder, "none")), undefined);
  assert.equal(files.realPath(join(folder, "none")), undefined);
  assert.deepEqual(files.list(join(folder, "none")), []);
});

void test("a byte order mark is kept", () => {
  writeFileSync(join(folder, "bom"), "\uFEFFx");
  assert.equal(files.readText(join(folder, "bom")), "\uFEFFx");
});

void test("a FIFO is refused without waiting for a writer", () => {
  const fifo = join(folder, "fifo");
  assert.equal(spawnSync("mkfifo", [fifo]).status, 0);
  assert.throws(
    () => files.read(fifo),
    (error) => error instanceof LeastkeyError && error.code === "file.unreadable",
  );
  assert.equal(files.stat(fifo)?.kind, "other");
});

void test("links that loop resolve to nothing", () => {
  symlinkSync(join(folder, "loop-b"), join(folder, "loop-a"));
  symlinkSync(join(folder, "loop-a"), join(folder, "loop-b"));
  assert.equal(files.realPath(join(folder, "loop-a")), undefined);
});

void test("replace makes folders, keeps the mode of what was there and sets that of what was not", () => {
  const path = join(folder, "deep", "er", "file");
  files.replace(path, "one", 0o600);
  assert.equal(statSync(path).mode & 0o777, 0o600);
  chmodSync(path, 0o640);
  files.replace(path, "two", 0o600);
  assert.equal(statSync(path).mode & 0o777, 0o640);
  assert.equal(readFileSync(path, "utf8"), "two");
});

void test("a folder in the way gives one clear sentence", () => {
  mkdirSync(join(folder, "taken"));
  assert.throws(
    () => files.replace(join(folder, "taken"), "x"),
    (error) => error instanceof LeastkeyError && error.code === "file.unwritable",
  );
});
