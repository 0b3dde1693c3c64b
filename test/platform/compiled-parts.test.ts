import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import test from "node:test";
import esbuild from "esbuild";

const folder = mkdtempSync(join(tmpdir(), "leastkey-"));
const caches = join(folder, "cache");
const parts = join(folder, "parts");
const start = join(folder, "start.js");
mkdirSync(parts);

/** A process of its own for each start, as it is used: prints what the parts named answer. */
esbuild.buildSync({
  stdin: {
    contents: `import { compileFromCache } from "./src/platform/compiled-parts.ts";
      import { join } from "node:path";
      compileFromCache(process.argv[2], process.argv[3], "run");
      for (const part of process.argv.slice(4)) process.stdout.write(String(require(join(process.argv[2], part)).answer()));`,
    resolveDir: resolve("."),
  },
  bundle: true,
  platform: "node",
  outfile: start,
});

function answer(names: readonly string[] = ["a.js"], flags: readonly string[] = [], cacheFolder = caches): string {
  const args = [...flags, start, parts, cacheFolder, ...names];
  const { stdout, stderr } = spawnSync(process.execPath, args, { encoding: "utf8" });
  assert.equal(stderr, "");
  return stdout;
}
const write = (name: string, value: string): void =>
  writeFileSync(
    join(parts, name),
    `exports.answer = function answer() { return "${value}" + (require("./shared.js").mark === __dirname); };`,
  );
writeFileSync(join(parts, "shared.js"), "exports.mark = module.path;");
const cachePath = (): string => join(caches, String(readdirSync(caches)[0]));

void test("parts run the same without a cache, while it is made, and with it", () => {
  write("a.js", "one");
  assert.equal(answer(), "onetrue");
  const made = readFileSync(cachePath());
  assert.equal(answer(), "onetrue");
  assert.deepEqual(readFileSync(cachePath()), made, "a cache that is used is not written again");
  if (process.platform !== "win32") assert.equal(statSync(cachePath()).mode & 0o777, 0o600);
});

void test("a part that changed, of the same length, is not mistaken for the one that was", () => {
  write("a.js", "two");
  assert.equal(answer(), "twotrue");
  assert.equal(answer(), "twotrue");
});

void test("a start that needs other parts adds them and keeps the rest", () => {
  write("b.js", "bee");
  assert.equal(answer(["b.js"]), "beetrue");
  const made = readFileSync(cachePath());
  assert.equal(answer(["b.js"]) + answer(["a.js"]), "beetruetwotrue");
  assert.deepEqual(readFileSync(cachePath()), made);
});

void test("a cache of other flags, a cut one and a damaged one are passed over and made anew", () => {
  assert.equal(answer(["a.js"], ["--no-opt", "--max-lazy"]), "twotrue");
  const damages = [
    (all: Buffer) => all.subarray(0, 40),
    (all: Buffer) => all.subarray(0, all.length - 900),
    (all: Buffer) => Buffer.from(all.map((byte, at) => (at > all.indexOf("\n") ? byte ^ 1 : byte))),
    () => Buffer.alloc(0),
  ];
  for (const damage of damages) {
    const whole = readFileSync(cachePath());
    writeFileSync(cachePath(), damage(whole));
    assert.equal(answer(), "twotrue");
    assert.ok(statSync(cachePath()).size > 500);
  }
});

void test("where no cache can be written the parts run all the same", () => {
  const file = join(folder, "a-file");
  writeFileSync(file, "");
  chmodSync(file, 0o400);
  assert.equal(answer(["a.js"], [], join(file, "cache")), "twotrue");
});
