import assert from "node:assert/strict";
import { appendFileSync, mkdtempSync, rmSync, statSync, truncateSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import test from "node:test";
import type { EntryRow } from "../../src/audit/read.ts";
import { type Home, leastkeyHome } from "../../src/platform/home.ts";
import { openTrail, type TrailOptions } from "../../src/platform/trail-file.ts";
import { type FollowOptions, followTrail } from "../../src/platform/trail-follow.ts";

const newHome = (): Home => leastkeyHome({ LEASTKEY_HOME: mkdtempSync(join(tmpdir(), "leastkey-follow-")) });
const writer = (home: Home, options: TrailOptions = {}) => {
  const trail = openTrail(home, { now: () => Date.now() }, options);
  return (command: string) =>
    trail.append({ action: "terminal.command", outcome: "done", attribution: "likely", command });
};

/** Follows, and waits until as many rows as asked were told. */
function following(home: Home, options: FollowOptions = {}) {
  const rows: EntryRow[] = [];
  const follow = followTrail(home, (row) => rows.push(row), { pollMs: 20, ...options });
  const until = async (count: number): Promise<readonly (string | undefined)[]> => {
    for (const end = Date.now() + 5_000; rows.length < count && Date.now() < end; ) {
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    return rows.map((row) => row.command);
  };
  return { until, close: () => follow.close() };
}

test("told from now on, once and in order, before there is a trail and after", async () => {
  const home = newHome();
  const early = following(home);
  const write = writer(home);
  write("1");
  write("2");
  assert.deepEqual(await early.until(2), ["1", "2"]);
  const late = following(home);
  write("3");
  assert.deepEqual(await late.until(1), ["3"]);
  assert.deepEqual(await early.until(3), ["1", "2", "3"]);
  early.close();
  late.close();
  write("4");
  await new Promise((resolve) => setTimeout(resolve, 60));
  assert.equal((await early.until(3)).length, 3);
});

test("told after a sequence, through full files", async () => {
  const home = newHome();
  const write = writer(home, { rotateAt: 3_000 });
  for (let at = 1; at <= 10; at++) write(String(at));
  const follow = following(home, { after: 4 });
  assert.deepEqual(await follow.until(6), ["5", "6", "7", "8", "9", "10"]);
  for (let at = 11; at <= 30; at++) write(String(at));
  assert.deepEqual(
    (await follow.until(26)).slice(6),
    Array.from({ length: 20 }, (_, at) => String(at + 11)),
  );
  follow.close();
});

test("a torn end is not told, and what follows its recovery is", async () => {
  const home = newHome();
  const write = writer(home);
  write("1");
  const follow = following(home);
  appendFileSync(home.trail, '{"torn');
  write("2");
  assert.deepEqual(await follow.until(2), [undefined, "2"]);
  follow.close();
});

test("a trail that was cut off, and one that was removed, are followed on", async () => {
  const home = newHome();
  const write = writer(home);
  write("1");
  const size = statSync(home.trail).size;
  write("2");
  const follow = following(home);
  truncateSync(home.trail, size);
  await new Promise((resolve) => setTimeout(resolve, 80));
  write("again");
  assert.deepEqual(await follow.until(1), ["again"]);
  rmSync(home.trail);
  await new Promise((resolve) => setTimeout(resolve, 80));
  write("new chain");
  assert.deepEqual(await follow.until(2), ["again", "new chain"]);
  follow.close();
});

test("a record is told within 200 ms by the system's own notice", async () => {
  const home = newHome();
  const write = writer(home);
  write("1");
  const follow = following(home, { pollMs: 60_000 });
  await new Promise((resolve) => setTimeout(resolve, 50));
  const start = performance.now();
  write("2");
  assert.deepEqual(await follow.until(1), ["2"]);
  const took = performance.now() - start;
  assert.ok(took < 200, `${String(took)} ms`);
  follow.close();
});
