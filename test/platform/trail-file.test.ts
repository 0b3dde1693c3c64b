import assert from "node:assert/strict";
import {
  appendFileSync,
  chmodSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  statSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import test from "node:test";
import type { AuditEvent } from "../../src/audit/event.ts";
import { LeastkeyError } from "../../src/core/errors.ts";
import { type Home, leastkeyHome } from "../../src/platform/home.ts";
import { openTrail } from "../../src/platform/trail-file.ts";
import { lastRows, trailLines, verifyHomeTrail } from "../../src/platform/trail-read.ts";

const newHome = (): Home => leastkeyHome({ LEASTKEY_HOME: mkdtempSync(join(tmpdir(), "leastkey-trail-")) });
const clock = { now: () => 1_795_000_000_000 };
const event = (command: string): AuditEvent => ({
  action: "tool.call",
  outcome: "denied",
  attribution: "confirmed",
  agent: "codex",
  command,
});
const folderOf = (home: Home): string => join(home.root, "audit");

test("appends go on from what stands there, and the key is its owner's alone", () => {
  const home = newHome();
  assert.equal(openTrail(home, clock).append(event("a"))?.sequence, 1);
  const { sequence = 0, hash } = openTrail(home, clock).append(event("b")) ?? {};
  assert.equal(sequence, 2);
  const { bad, head, records } = verifyHomeTrail(home);
  assert.deepEqual([bad, records, head], [undefined, 2, { sequence: 2, hash }]);
  if (process.platform === "win32") return;
  for (const name of ["trail.jsonl", "checkpoint.key"]) {
    assert.equal(statSync(join(folderOf(home), name)).mode & 0o777, 0o600, name);
  }
  assert.equal(statSync(folderOf(home)).mode & 0o777, 0o700);
});

test("a full file gets a name of its own, the chain goes on, and both verify and read as one", () => {
  const home = newHome();
  const trail = openTrail(home, clock, { rotateAt: 4_000, checkpointEvery: 3 });
  for (let at = 1; at <= 20; at++) assert.equal(trail.append(event(String(at)))?.sequence, at);
  const files = readdirSync(folderOf(home)).filter((name) => /^trail-\d+\.jsonl$/.test(name));
  assert.ok(files.length >= 4, files.join(" "));
  const { bad, records, checkpoints, signedUpTo } = verifyHomeTrail(home);
  assert.deepEqual([bad, records, checkpoints, signedUpTo], [undefined, 20, 6, 18]);
  assert.deepEqual(
    lastRows(home, 7).map((row) => row.command),
    ["14", "15", "16", "17", "18", "19", "20"],
  );
  assert.equal(lastRows(home, 1_000).length, 20);
  assert.match(trail.checkpoint() ?? "", /^leastkey\/[\w-]+\n20\n/);
  assert.equal(verifyHomeTrail(home).signedUpTo, 20);
});

test("a record that was never finished is set aside, said so, and breaks nothing", () => {
  const home = newHome();
  openTrail(home, clock).append(event("whole"));
  const [whole = ""] = [...trailLines(home)];
  for (const torn of [whole.slice(0, 200), "{", "\0".repeat(512), whole.slice(0, -1), "not json\nnot json either\n"]) {
    appendFileSync(home.trail, torn, "latin1");
    const before = verifyHomeTrail(home);
    assert.ok(before.bad?.fault === "torn" || torn.includes("\n"), before.bad?.message);
    openTrail(home, clock).append(event("after"));
    assert.equal(verifyHomeTrail(home).bad, undefined);
    const [recovery, after] = lastRows(home, 2);
    assert.deepEqual([recovery?.action, after?.command], ["trail.recover", "after"]);
    const kept = readFileSync(join(folderOf(home), recovery?.paths[0] ?? ""), "latin1");
    assert.equal(kept, torn);
    assert.match(recovery?.reason ?? "", new RegExp(`^${String(torn.length)} bytes`));
  }
});

test("a record that lacks only its newline counts", () => {
  const home = newHome();
  const trail = openTrail(home, clock);
  trail.append(event("one"));
  trail.append(event("two"));
  truncateSync(home.trail, statSync(home.trail).size - 1);
  assert.equal(openTrail(home, clock).append(event("three"))?.sequence, 3);
  assert.equal(verifyHomeTrail(home).bad, undefined);
  assert.deepEqual(
    lastRows(home, 9).map((row) => row.command),
    ["one", "two", "three"],
  );
});

test("a file that holds nothing but rubbish begins a chain anew, with the rubbish kept", () => {
  const home = newHome();
  openTrail(home, clock).append(event("a"));
  writeFileSync(home.trail, "rubbish");
  assert.equal(openTrail(home, clock).append(event("b"))?.sequence, 2);
  assert.equal(verifyHomeTrail(home).bad, undefined);
  assert.equal(readdirSync(join(folderOf(home), "quarantine")).length, 1);
});

test("one byte changed on the disk is found, in any file of the trail", () => {
  const home = newHome();
  const trail = openTrail(home, clock, { rotateAt: 4_000 });
  for (let at = 1; at <= 9; at++) trail.append(event(String(at)));
  const names = readdirSync(folderOf(home))
    .filter((name) => /^trail.*jsonl$/.test(name))
    .toSorted();
  for (const name of names) {
    const path = join(folderOf(home), name);
    const bytes = readFileSync(path);
    const [, sequence] = /"sequence":(\d+)/.exec(bytes.toString("latin1")) ?? [];
    const changed = Buffer.from(bytes);
    changed[40] = (changed[40] ?? 0) ^ 1;
    writeFileSync(path, changed);
    const { bad } = verifyHomeTrail(home);
    assert.deepEqual([bad?.fault, bad?.sequence], ["edited", Number(sequence)], name);
    writeFileSync(path, bytes);
  }
  assert.equal(verifyHomeTrail(home).bad, undefined);
});

test("an end that was cut off shows against the last checkpoint, and is not signed over", () => {
  const home = newHome();
  const trail = openTrail(home, clock);
  for (let at = 1; at <= 6; at++) trail.append(event(String(at)));
  trail.checkpoint();
  const lines = [...trailLines(home)];
  writeFileSync(
    home.trail,
    lines
      .slice(0, 3)
      .map((line) => `${line}\n`)
      .join(""),
  );
  assert.deepEqual(
    [verifyHomeTrail(home)].map(({ bad }) => [bad?.fault, bad?.sequence]),
    [["missing", 4]],
  );
  trail.append(event("goes on"));
  assert.throws(() => trail.checkpoint(), { code: "audit.broken" });
  for (let at = 1; at <= 6; at++) trail.append(event("more"));
  assert.equal(verifyHomeTrail(home).bad?.fault, "edited");
});

test("a trail of a newer Leastkey is not written to", () => {
  const home = newHome();
  openTrail(home, clock).append(event("a"));
  const text = readFileSync(home.trail, "latin1").replace('"log_version":"1"', '"log_version":"2"');
  writeFileSync(home.trail, text, "latin1");
  assert.throws(() => openTrail(home, clock).append(event("b")), { code: "audit.broken" });
  assert.equal(readFileSync(home.trail, "latin1"), text);
  assert.equal(verifyHomeTrail(home).bad?.fault, "newer");
});

test("a clock that goes back changes no order", () => {
  const home = newHome();
  let now = 2_000;
  const trail = openTrail(home, { now: () => now });
  for (now of [5_000, 1_000, 3_000]) trail.append(event(String(now)));
  assert.equal(verifyHomeTrail(home).bad, undefined);
  assert.deepEqual(
    lastRows(home, 3).map((row) => [row.sequence, row.time]),
    [
      [1, 5_000],
      [2, 1_000],
      [3, 3_000],
    ],
  );
});

test("what cannot be recorded throws, says why, and says nothing of the event", () => {
  const home = newHome();
  writeFileSync(join(home.root, "audit"), "a file where the folder belongs");
  const planted = ["pl", "anted-command"].join("");
  assert.throws(
    () => openTrail(home, clock).append(event(planted)),
    (error) => {
      assert.ok(error instanceof LeastkeyError);
      assert.equal(error.code, "home.unusable");
      assert.equal(`${error.message} ${error.hint}`.includes(planted), false);
      return true;
    },
  );
});

test("a folder that may not be written to is said so", () => {
  const home = newHome();
  openTrail(home, clock).append(event("a"));
  chmodSync(home.trail, 0o400);
  // Root may write anywhere, so root steps down for this.
  const isRoot = process.getuid?.() === 0;
  if (isRoot) process.seteuid?.(65534);
  try {
    assert.throws(() => openTrail(home, clock).append(event("b")), { code: "home.unusable" });
  } finally {
    if (isRoot) process.seteuid?.(0);
  }
});

test("a value the caller's redactor knows stands in no byte below the home", () => {
  const home = newHome();
  const planted = ["zq", "81", "planted", "value"].join("-");
  const trail = openTrail(home, clock, { redact: (text) => text.replaceAll(planted, "[secret]"), checkpointEvery: 1 });
  trail.append({ ...event(`curl -H 'X-Key: ${planted}'`), reason: planted, paths: [planted], credentials: [planted] });
  appendFileSync(home.trail, "torn");
  trail.append({ ...event(planted), cwd: planted, session: planted, tool: planted, workspace: planted, rule: planted });
  for (const name of readdirSync(home.root, { recursive: true, encoding: "utf8" })) {
    const path = join(home.root, name);
    if (statSync(path).isFile()) assert.equal(readFileSync(path).includes(planted), false, name);
  }
});
