import assert from "node:assert/strict";
import {
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  unlinkSync,
  writeFileSync,
} from "node:fs";
import { hostname, tmpdir } from "node:os";
import { join } from "node:path";
import test from "node:test";
import type { AuditEvent } from "../../src/audit/event.ts";
import { type Home, leastkeyHome } from "../../src/platform/home.ts";
import { openTrail, type TrailOptions } from "../../src/platform/trail-file.ts";
import { followTrail } from "../../src/platform/trail-follow.ts";
import { lastRows, trailLines, verifyHomeTrail } from "../../src/platform/trail-read.ts";

const newHome = (): Home => leastkeyHome({ LEASTKEY_HOME: mkdtempSync(join(tmpdir(), "leastkey-waiting-")) });
const event = (command: string): AuditEvent => ({
  action: "tool.call",
  outcome: "denied",
  attribution: "confirmed",
  agent: "codex",
  command,
  paths: ["a", "b"],
  durationMs: 3,
});

/** The lock as another living process would hold it: this test's own. */
function busy<T>(home: Home, work: () => T): T {
  const lock = join(home.root, "audit", "trail.lock");
  mkdirSync(join(home.root, "audit"), { recursive: true });
  symlinkSync(`${String(process.pid)} ${hostname()}`, lock);
  try {
    return work();
  } finally {
    unlinkSync(lock);
  }
}

const trailAt = (home: Home, now: number, options: TrailOptions = {}) =>
  openTrail(home, { now: () => now }, { waitMs: 0, ...options });
const waitingIn = (home: Home) => readdirSync(join(home.root, "audit", "waiting")).toSorted();
const commands = (home: Home) => lastRows(home, 99).map((row) => row.command ?? row.action);

test("what was left while others were at work is chained by the next one, with its own time and place", () => {
  const home = newHome();
  trailAt(home, 1_000).append(event("first"));
  busy(home, () => {
    assert.equal(trailAt(home, 2_000).append(event("left")), undefined);
    assert.equal(trailAt(home, 3_000).settle(), 1);
  });
  assert.equal(trailAt(home, 9_000).append(event("later"))?.sequence, 3);
  assert.deepEqual(waitingIn(home), []);
  assert.deepEqual(commands(home), ["first", "left", "later"]);
  const row = lastRows(home, 2)[0];
  assert.deepEqual([row?.time, row?.paths, row?.durationMs, row?.agent], [2_000, ["a", "b"], 3, "codex"]);
  const [, line = ""] = [...trailLines(home)];
  assert.match(line, /"logged_time":9000,"original_event_uid":"0{11}2000-\d+-\d{6}-[0-9a-f]{8}","product"/);
  assert.equal(verifyHomeTrail(home).bad, undefined);
});

test("whoever chained and was killed before taking away what waited: nothing is chained twice", () => {
  const home = newHome();
  const folder = join(home.root, "audit", "waiting");
  const keep = mkdtempSync(join(tmpdir(), "leastkey-kept-"));
  const trail = trailAt(home, 1_000, { rotateAt: 2_500 });
  busy(home, () => {
    for (let at = 0; at < 9; at++) trail.append(event(String(at)));
  });
  const names = waitingIn(home);
  for (const name of names) copyFileSync(join(folder, name), join(keep, name));
  assert.equal(trail.settle(), 0);
  // Killed having taken away none of them, or the older ones.
  for (const from of [0, 8]) {
    for (const name of names.slice(from)) copyFileSync(join(keep, name), join(folder, name));
    busy(home, () => trail.append(event(`more ${String(from)}`)));
    assert.equal(trail.settle(), 0);
  }
  assert.deepEqual(commands(home), [...Array.from({ length: 9 }, (_, at) => String(at)), "more 0", "more 8"]);
  assert.equal(verifyHomeTrail(home).bad, undefined);
});

test("a torn record at the end is set aside, and what it was made of is chained anew", () => {
  const home = newHome();
  const trail = trailAt(home, 1_000);
  trail.append(event("whole"));
  busy(home, () => trail.append(event("left")));
  const folder = join(home.root, "audit", "waiting");
  const [name = ""] = waitingIn(home);
  copyFileSync(join(folder, name), join(home.root, "kept"));
  trail.settle();
  copyFileSync(join(home.root, "kept"), join(folder, name));
  const text = readFileSync(home.trail);
  writeFileSync(home.trail, text.subarray(0, text.length - 40)); // killed while it wrote the line
  assert.equal(trail.settle(), 0);
  assert.deepEqual(commands(home), ["whole", "trail.recover", "left"]);
  assert.equal(verifyHomeTrail(home).bad, undefined);
});

test("a file that holds no event is set aside and said so; a newer Leastkey's stays for it; the unfinished goes", () => {
  const home = newHome();
  const trail = trailAt(home, 1_000);
  busy(home, () => trail.append(event("left")));
  const folder = join(home.root, "audit", "waiting");
  const name = (time: number) => `${String(time).padStart(15, "0")}-7-000000-00000000`;
  writeFileSync(join(folder, `${name(1)}.json`), '{"version":1,"event":{"action":"no such"},"time":1}');
  writeFileSync(join(folder, `${name(2)}.json`), '{"version":2,"event":"of the future"}');
  writeFileSync(join(folder, `${name(3)}.part`), "{");
  writeFileSync(join(folder, "somebody's.txt"), "note");
  assert.equal(trail.settle(), 1);
  assert.deepEqual(commands(home), ["trail.recover", "left"]);
  assert.match(lastRows(home, 2)[0]?.paths[0] ?? "", /^quarantine.torn-/);
  assert.deepEqual(waitingIn(home), [`${name(2)}.json`, `${name(3)}.part`, "somebody's.txt"]);
  trailAt(home, 100_000).append(event("a minute and more later"));
  assert.deepEqual(waitingIn(home), [`${name(2)}.json`, "somebody's.txt"]);
  assert.equal(verifyHomeTrail(home).bad, undefined);
});

test("whoever follows the trail is told what waited", async () => {
  const home = newHome();
  const trail = trailAt(home, 1_000);
  trail.append(event("first"));
  const told: (string | undefined)[] = [];
  const following = followTrail(home, (row) => told.push(row.command), { pollMs: 10 });
  busy(home, () => trail.append(event("left")));
  for (let turn = 0; turn < 500 && told.length === 0; turn++) await new Promise((resolve) => setTimeout(resolve, 10));
  following.close();
  assert.deepEqual(told, ["left"]);
});

test("a value the caller's redactor knows stands in no byte that waits", () => {
  const home = newHome();
  const planted = ["zq", "81", "planted", "value"].join("-");
  const trail = trailAt(home, 1_000, { redact: (text) => text.replaceAll(planted, "[secret]") });
  busy(home, () => trail.append({ ...event(`echo ${planted}`), reason: planted, paths: [planted] }));
  const [name = ""] = waitingIn(home);
  const text = readFileSync(join(home.root, "audit", "waiting", name), "utf8");
  assert.ok(text.includes("echo [secret]"));
  assert.equal(text.includes(planted), false);
});
