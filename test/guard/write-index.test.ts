import assert from "node:assert/strict";
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import test from "node:test";
import fc from "fast-check";
import { Secret } from "../../src/core/secret.ts";
import { parseIndex } from "../../src/guard/index-file.ts";
import { indexFileOf, readIndexesFor, readIndexFor, removeIndex, writeIndex } from "../../src/guard/write-index.ts";
import { fingerprinterOf } from "../../src/platform/fingerprint.ts";
import { nodeFiles } from "../../src/platform/node-files.ts";

const files = nodeFiles();
const fingerprinter = fingerprinterOf(Buffer.alloc(32, 9));
const ports = { files, clock: { now: () => 0 }, fingerprinter };
const value = ["some", "long", "value", "7Hq2"].join("-");

function scratch(): { readonly root: string; readonly home: { readonly indexes: string } } {
  const base = realpathSync(mkdtempSync(join(tmpdir(), "leastkey-")));
  mkdirSync(join(base, "shop", "src"), { recursive: true });
  return { root: join(base, "shop"), home: { indexes: join(base, "home", "index") } };
}
const protectedPaths = [{ path: ".env", because: "name", reason: "named like an environment file" }] as const;
const entry = fingerprinter.tripwire(Secret.of(value), "a value");
const values = entry === undefined ? [] : [entry];

void test("an index is found from any path of its workspace, by links too, and from nowhere else", () => {
  const { root, home } = scratch();
  const file = writeIndex(root, { protectedPaths, values }, ports, home);
  symlinkSync(root, `${root}-link`);
  for (const path of [
    root,
    join(root, "src"),
    join(root, "src", "gone", "deeper.ts"),
    `${root}-link`,
    `${root}-link/src`,
  ]) {
    const lookup = readIndexFor(path, files, home);
    assert.equal(lookup.kind === "found" && lookup.index.root, root, path);
  }
  assert.equal(readIndexFor(join(root, ".."), files, home).kind, "missing");
  assert.equal(readIndexFor(`${root}-other`, files, home).kind, "missing");
  const text = readFileSync(file, "utf8");
  assert.ok(!text.includes(value) && !text.includes(value.slice(0, 8)));
  if (process.platform !== "win32") assert.equal(statSync(file).mode & 0o777, 0o600);
  assert.equal(readdirSync(home.indexes).length, 1);
});

void test("a workspace inside another has both indexes, nearest first", () => {
  const { root, home } = scratch();
  writeIndex(root, { protectedPaths, values }, ports, home);
  writeIndex(join(root, "src"), { protectedPaths: [], values: [] }, ports, home);
  const roots = readIndexesFor(join(root, "src"), files, home).map((one) =>
    one.kind === "found" ? one.index.root : one.kind,
  );
  assert.deepEqual(roots, [join(root, "src"), root]);
});

void test("torn, newer, foreign and removed are told apart", () => {
  const { root, home } = scratch();
  const file = writeIndex(root, { protectedPaths, values }, ports, home);
  const whole = readFileSync(file, "utf8");
  writeFileSync(file, whole.slice(0, -40));
  assert.equal(readIndexFor(root, files, home).kind, "torn");
  writeFileSync(file, '{"version":2,"anything":true}');
  assert.equal(readIndexFor(root, files, home).kind, "newer");
  writeFileSync(file, whole.replace(JSON.stringify(root), JSON.stringify("/another/root")));
  assert.equal(readIndexFor(root, files, home).kind, "missing");
  writeFileSync(file, whole);
  removeIndex(root, files, home);
  assert.equal(readIndexFor(root, files, home).kind, "missing");
  assert.throws(() => writeIndex(join(root, "gone"), { protectedPaths, values }, ports, home), { code: "not-found" });
});

void test("any damage gives an index of the right shape, newer, or nothing", () => {
  const { root, home } = scratch();
  const whole = readFileSync(writeIndex(root, { protectedPaths, values }, ports, home), "utf8");
  fc.assert(
    fc.property(fc.nat(whole.length), fc.nat(20), fc.string({ maxLength: 12 }), (at, cut, text) => {
      const index = parseIndex(whole.slice(0, at) + text + whole.slice(at + cut));
      if (index === undefined || index === "newer") return;
      assert.ok(index.protectedPaths.every((one) => typeof one.path === "string"));
      assert.ok(
        index.values.entries().every((one) => typeof one.fingerprint === "string" && Number.isInteger(one.length)),
      );
    }),
    { numRuns: 1000 },
  );
  assert.equal(parseIndex("[]"), undefined);
  assert.equal(parseIndex("null"), undefined);
});

void test("roots that differ have files that differ", () => {
  const { home } = scratch();
  const names = new Set(Array.from({ length: 20_000 }, (_, n) => indexFileOf(`/home/dev/project-${n}`, home)));
  assert.equal(names.size, 20_000);
});
