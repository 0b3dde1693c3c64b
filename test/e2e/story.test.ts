import assert from "node:assert/strict";
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import test, { before } from "node:test";
import { runStory, type Story } from "../sample/story.ts";

/** The whole path on the sample workspace, by the real programs: issue 2's "The path, through the real parts". */
const folder = mkdtempSync(join(tmpdir(), "leastkey-story-"));
let story: Story;

before(async () => {
  story = await runStory({ folder });
});
test.after(() => rmSync(folder, { recursive: true, force: true }));

void test("scan finds every planted secret, at its tier or better", () => {
  assert.equal(story.scan.code, 1, story.scan.stderr);
  for (const planted of story.sample.planted) {
    assert.match(story.scan.stdout, new RegExp(`^${planted.file.replaceAll(".", "\\.")}:`, "m"));
  }
});

void test("the demo runs with the key in the code, fails loudly without it, and prints the same from the vault", () => {
  assert.equal(story.demoBefore.code, 0, story.demoBefore.stderr);
  assert.equal(story.protect.code, 0, story.protect.stderr);
  assert.equal(story.move.code, 0, story.move.stderr);
  assert.notEqual(story.demoWithout.code, 0);
  assert.equal(story.demoAfter.code, 0, story.demoAfter.stderr);
  assert.equal(story.demoAfter.stdout, story.demoBefore.stdout);
});

void test("the key is out of the code, and its reference is in", () => {
  const { paymentKey, root } = story.sample;
  const code = readFileSync(join(root, paymentKey.file), "utf8");
  assert.equal(code.includes(paymentKey.value.reveal()), false);
  assert.match(code, /process\.env\b/);
  assert.match(readFileSync(join(root, ".env"), "utf8"), /leastkey:\/\//);
});

void test("every agent is refused both times, and no request reaches the PaaS", () => {
  assert.equal(story.replays.length, 10);
  assert.deepEqual(
    story.replays.filter((replay) => replay.carriedOut).map(({ agent, does, ended }) => ({ agent, does, ended })),
    [],
  );
  assert.equal(story.paasRequests, 0);
});

void test("the trail verifies, and one changed byte is found and its record named", () => {
  assert.equal(story.verify.code, 0, story.verify.stderr);
  assert.equal(story.verifyTampered.code, 1);
  assert.match(story.verifyTampered.stdout + story.verifyTampered.stderr, /record \d+/);
});

void test("no output and no file of Leastkey's own holds a planted value", () => {
  const outputs = [
    story.scan,
    story.protect,
    story.move,
    story.demoAfter,
    story.verify,
    story.verifyTampered,
    ...story.replays.map((replay) => replay.ended),
  ].map(({ stdout, stderr }) => stdout + stderr);
  const home = join(folder, "home");
  const files = readdirSync(home, { recursive: true, encoding: "utf8" })
    .map((path) => join(home, path))
    .filter((path) => statSync(path).isFile())
    .map((path) => readFileSync(path, "latin1"));
  for (const { file, value } of story.sample.planted) {
    for (const text of [...outputs, ...files]) assert.equal(text.includes(value.reveal()), false, `a value of ${file}`);
  }
});
