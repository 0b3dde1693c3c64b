import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import test from "node:test";
import { type Ended, leastkey } from "../sample/program.ts";
import { type Sample, writeSample } from "../sample/sample.ts";

/** A workspace on a file system that takes no write: permission bits would not stop root, who runs our CI. */
const folder = mkdtempSync(join(tmpdir(), "leastkey-read-only-"));
const root = join(folder, "mounted");
mkdirSync(root);
const mounted = process.platform === "linux" && spawnSync("mount", ["-t", "tmpfs", "tmpfs", root]).status === 0;
const skip = mounted ? false : "mounting a read-only file system needs root on Linux";
const env = {
  ...process.env,
  LEASTKEY_HOME: join(folder, "home"),
  LEASTKEY_PASSPHRASE: "for this test",
  NO_COLOR: "1",
};
let sample: Sample | undefined;

test.before(() => {
  if (!mounted) return;
  sample = writeSample(root, 3);
  assert.equal(spawnSync("mount", ["-o", "remount,ro", root]).status, 0);
});
test.after(() => {
  if (mounted) spawnSync("umount", [root]);
  rmSync(folder, { recursive: true, force: true });
});

const cli = (...args: readonly string[]): Promise<Ended> => leastkey(args, { cwd: root, env });
const oneSentence = ({ stderr }: Ended): void => {
  assert.match(stderr, /error: .*(cannot be written|read-only)/);
  assert.match(stderr, /hint: /);
  assert.doesNotMatch(stderr, /\n\s+at /);
};

void test("a read-only workspace is scanned as any other", { skip }, async () => {
  const { code, stdout } = await cli("scan");
  assert.equal(code, 1);
  assert.match(stdout, /src\/payments\.ts:/);
});

void test("protecting it says in one sentence that it cannot be written", { skip }, async () => {
  const ended = await cli("protect", "--yes");
  assert.equal(ended.code, 3);
  oneSentence(ended);
});

void test("moving from it changes nothing, and says where the value is", { skip }, async () => {
  const key = sample?.paymentKey;
  const ended = await cli("move", `${key?.file ?? ""}:${String(key?.line)}`, "--yes");
  assert.equal(ended.code, 3);
  oneSentence(ended);
  assert.match(ended.stderr, /leastkey:\/\//);
  assert.equal(ended.stderr.includes(key?.value.reveal() ?? "-"), false);
});
