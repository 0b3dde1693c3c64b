import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import test from "node:test";
import { type Ended, leastkey } from "../sample/program.ts";
import { writeSample } from "../sample/sample.ts";

/** Everything that Leastkey does to a workspace, and its way back: byte for byte, by the real command line. */
const folder = mkdtempSync(join(tmpdir(), "leastkey-way-back-"));
test.after(() => rmSync(folder, { recursive: true, force: true }));
const root = join(folder, "shop");
const sample = writeSample(root, 11);
const env = {
  ...process.env,
  LEASTKEY_HOME: join(folder, "home"),
  LEASTKEY_PASSPHRASE: "for this test",
  NO_COLOR: "1",
};
const cli = (...args: readonly string[]): Promise<Ended> => leastkey(args, { cwd: root, env });

/** Every file and folder, by path, mode and content. */
function snapshot(): ReadonlyMap<string, string> {
  const paths = readdirSync(root, { recursive: true, encoding: "utf8" }).toSorted();
  return new Map(
    paths.map((path) => {
      const full = join(root, path);
      const stat = statSync(full);
      const content = stat.isFile() ? createHash("sha256").update(readFileSync(full)).digest("hex") : "folder";
      return [path, `${String(stat.mode)} ${content}`];
    }),
  );
}
const before = snapshot();

void test("protect twice writes once, and unprotect gives every file back", async () => {
  assert.equal((await cli("protect", "--check")).code, 1);
  assert.equal((await cli("protect", "--yes")).code, 0);
  const protectedOnce = snapshot();
  assert.notDeepEqual(protectedOnce, before);
  assert.equal((await cli("protect", "--check")).code, 0);
  assert.match((await cli("protect", "--yes")).stderr, /right already/);
  assert.deepEqual(snapshot(), protectedOnce);
  assert.equal((await cli("unprotect", "--yes")).code, 0);
  assert.deepEqual(snapshot(), before);
});

void test("two runs of protect at once both end well", async () => {
  const [one, other] = await Promise.all([cli("protect", "--yes"), cli("protect", "--yes")]);
  assert.deepEqual([one.code, other.code], [0, 0], one.stderr + other.stderr);
  assert.equal((await cli("protect", "--check")).code, 0);
  assert.equal((await cli("unprotect", "--yes")).code, 0);
  assert.deepEqual(snapshot(), before);
});

void test("everything that can be moved is moved whole, and put back byte for byte", async () => {
  const moved = await cli("move", "--all", "--yes");
  assert.ok(moved.code <= 1, moved.stderr);
  const { paymentKey } = sample;
  assert.equal(readFileSync(join(root, paymentKey.file), "utf8").includes(paymentKey.value.reveal()), false);
  assert.equal(readFileSync(join(root, ".env"), "utf8").includes("leastkey://"), true);
  const again = await cli("restore", "--all", "--yes");
  assert.equal(again.code, 0, again.stderr);
  assert.deepEqual(snapshot(), before);
  for (const { value } of sample.planted) {
    for (const text of [moved.stdout, moved.stderr, again.stdout, again.stderr]) {
      assert.equal(text.includes(value.reveal()), false);
    }
  }
});

void test("a settings file with a fault is refused with its place and left alone; the others are written", async () => {
  mkdirSync(join(root, ".claude"), { recursive: true });
  const broken = '{ "permissions": { "deny": [ }\n';
  writeFileSync(join(root, ".claude", "settings.json"), broken);
  const ended = await cli("protect", "--yes");
  assert.equal(ended.code, 1);
  assert.match(ended.stderr, /\.claude\/settings\.json: left as it is, .*\d+/);
  assert.equal(readFileSync(join(root, ".claude", "settings.json"), "utf8"), broken);
  assert.match(readFileSync(join(root, ".cursorignore"), "utf8"), /leastkey/);
});
