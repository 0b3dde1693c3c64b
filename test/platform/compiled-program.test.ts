import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { chmodSync, mkdtempSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import test from "node:test";
import esbuild from "esbuild";

const folder = mkdtempSync(join(tmpdir(), "leastkey-"));
const caches = join(folder, "cache");
const program = join(folder, "program.js");
const start = join(folder, "start.js");

/** A process of its own for each start, as it is used. */
esbuild.buildSync({
  stdin: {
    contents: `import { loadProgram } from "./src/platform/compiled-program.ts";
      process.stdout.write(String(loadProgram(process.argv[2], process.argv[3]).answer()));`,
    resolveDir: resolve("."),
  },
  bundle: true,
  platform: "node",
  outfile: start,
});

function answer(flags: readonly string[] = [], cacheFolder = caches): string {
  const { stdout, stderr } = spawnSync(process.execPath, [...flags, start, program, cacheFolder], { encoding: "utf8" });
  assert.equal(stderr, "");
  return stdout;
}
const write = (value: string, more = ""): void =>
  writeFileSync(program, `exports.answer = function answer() { return "${value}"; };${more}`);
const cachePath = (): string => join(caches, String(readdirSync(caches)[0]));

void test("a program runs the same without a cache, while it is made, and with it", () => {
  write("one");
  assert.equal(answer(), "one");
  const made = readFileSync(cachePath());
  assert.equal(answer(), "one");
  assert.deepEqual(readFileSync(cachePath()), made, "a cache that is used is not written again");
  assert.deepEqual(readdirSync(caches).length, 1, "a draft was left");
  if (process.platform !== "win32") assert.equal(statSync(cachePath()).mode & 0o777, 0o600);
});

void test("another program of the same length at the same place is not mistaken for the first", () => {
  write("two");
  assert.equal(answer(), "two");
  assert.equal(answer(), "two");
});

void test("a cache of other flags, a cut one and an empty one are passed over and made anew", () => {
  assert.equal(answer(["--no-opt", "--max-lazy"]), "two");
  for (const damage of [(all: Buffer) => all.subarray(0, 40), () => Buffer.alloc(0), () => Buffer.alloc(500)]) {
    writeFileSync(cachePath(), damage(readFileSync(cachePath())));
    assert.equal(answer(), "two");
    assert.ok(statSync(cachePath()).size > 500);
  }
});

void test("a process that stays writes the cache once it has started, and is one module for who asks by its path", () => {
  write("stays", "exports.again = () => require(__filename) === exports;");
  const folderOfThis = join(folder, "cache-of-one-that-stays");
  const code = `import { loadProgram } from "./src/platform/compiled-program.ts";
    const program = loadProgram(process.argv[2], process.argv[3], "once started");
    process.stdout.write(program.answer() + " " + String(program.again()));
    if (process.argv[4] === "stays") setTimeout(() => undefined, 6000);`;
  const stays = join(folder, "stays.js");
  esbuild.buildSync({
    stdin: { contents: code, resolveDir: resolve(".") },
    bundle: true,
    platform: "node",
    outfile: stays,
  });
  const one = (...more: readonly string[]) =>
    spawnSync(process.execPath, [stays, program, folderOfThis, ...more], { encoding: "utf8" }).stdout;
  assert.equal(one("stays"), "stays true");
  const made = readFileSync(join(folderOfThis, String(readdirSync(folderOfThis)[0])));
  assert.ok(made.length > 500);
  assert.equal(one(), "stays true");
});

void test("what warmUp runs is in the cache, and its failure is nobody's", () => {
  write("three");
  answer();
  const plain = statSync(cachePath()).size;
  const body = "let n = 0; for (let at = 0; at < 9; at++) n += at * 2; return n;".repeat(1);
  write("three", `exports.warmUp = () => { (() => { ${body} })(); throw new Error("no"); };`);
  assert.equal(answer(), "three");
  assert.ok(statSync(cachePath()).size > plain);
});

void test("where no cache can be written the program runs all the same", () => {
  const file = join(folder, "a-file");
  writeFileSync(file, "");
  chmodSync(file, 0o400);
  write("four");
  assert.equal(answer([], join(file, "cache")), "four");
});
