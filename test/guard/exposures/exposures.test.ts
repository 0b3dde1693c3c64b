import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import test from "node:test";
import { agents } from "../../../src/agents/index.ts";
import type { AuditEvent } from "../../../src/audit/event.ts";
import { LeastkeyError } from "../../../src/core/errors.ts";
import { recordPlaces, unreadableRecords } from "../../../src/core/exposure/places.ts";
import { Secret } from "../../../src/core/secret.ts";
import { removeOldBackups } from "../../../src/guard/exposures/backups.ts";
import { findExposures } from "../../../src/guard/exposures/find-exposures.ts";
import { applyScrub, planScrub } from "../../../src/guard/exposures/scrub.ts";
import { writeIndex } from "../../../src/guard/write-index.ts";
import { listRecordFiles } from "../../../src/platform/exposure-files.ts";
import { openFiles } from "../../../src/platform/exposure-open.ts";
import { fingerprinterOf } from "../../../src/platform/fingerprint.ts";
import { formsOf } from "../../../src/platform/mask-forms.ts";
import { nodeFiles } from "../../../src/platform/node-files.ts";
import { planted, write } from "./fake-home.ts";

const base = mkdtempSync(join(tmpdir(), "leastkey-exposures-"));
test.after(() => rmSync(base, { recursive: true, force: true }));

const fingerprinter = fingerprinterOf(Buffer.alloc(32, 7));
const digits = (seed: string, length: number): string =>
  createHash("sha512")
    .update(seed)
    .digest("base64")
    .replaceAll(/[^A-Za-z0-9]/g, "")
    .slice(0, length);
const stripe = `sk_${"live"}_51${digits("exposed", 60)}`;

interface World {
  readonly home: string;
  readonly leastkey: string;
  readonly events: AuditEvent[];
  readonly ports: Parameters<typeof findExposures>[0] &
    Parameters<typeof planScrub>[1] &
    Parameters<typeof applyScrub>[2];
  readonly find: () => ReturnType<typeof findExposures>;
}

function world(): World {
  const home = mkdtempSync(join(base, "home-"));
  const leastkey = mkdtempSync(join(base, "leastkey-"));
  const events: AuditEvent[] = [];
  const ports: World["ports"] = {
    files: nodeFiles(),
    clock: { now: () => Date.UTC(2026, 10, 24) },
    fingerprinter,
    pause: () => Promise.resolve(),
    list: () => listRecordFiles(recordPlaces, { env: { HOME: home }, platform: "linux", workspace: home }),
    open: openFiles,
    database: undefined,
    audit: { append: (event) => (events.push(event), { sequence: events.length, hash: "" }) },
  };
  return {
    home,
    leastkey,
    events,
    ports,
    find: () => findExposures(ports, { home: { indexes: join(leastkey, "index") } }),
  };
}

const holds = (bytes: Buffer, value: string): boolean => formsOf(Secret.of(value)).some((form) => bytes.includes(form));

void test("every agent of the registry has a place, or a reason why it has none", () => {
  const told = new Set([...recordPlaces, ...unreadableRecords].map(({ agent }) => agent));
  assert.deepEqual(
    agents.map(({ id }) => id).filter((id) => !told.has(id)),
    [],
  );
});

for (const { agent, path, content, since } of planted) {
  void test(`found where ${agent} records it: ${path}`, async () => {
    const { home, find } = world();
    write(home, ".claude/projects/p/known.jsonl", `${JSON.stringify({ text: stripe })}\n`);
    const file = write(home, path, content(stripe));
    const { report } = await find();
    const [exposure, ...rest] = report.exposures;
    assert.deepEqual(rest, []);
    const place = exposure?.places.find((one) => one.path === file);
    assert.equal(place?.agent, agent);
    assert.equal(place.occurrences, 1);
    assert.equal(new Date(place.since).toISOString(), since ?? "2026-06-01T00:00:00.000Z");
    assert.equal(JSON.stringify(report).includes(stripe), false);
  });
}

void test("a value that only the index knows is found, under its reference, and ranked by it", async () => {
  const { home, leastkey, ports, find } = world();
  const password = `plain-${digits("password", 20)}`;
  const entry = fingerprinter.tripwire(Secret.of(password), "leastkey://shop/production/postgres/password");
  assert.ok(entry !== undefined);
  writeIndex(home, { protectedPaths: [], values: [entry] }, ports, { indexes: join(leastkey, "index") });
  write(home, ".codex/history.jsonl", `${JSON.stringify({ text: `the password is ${password}` })}\n`);
  write(home, ".bash_history", `export T=${`sk_${"test"}_51${digits("tried", 60)}`}\n`);
  const { report } = await find();
  assert.equal(report.exposures.length, 2);
  assert.equal(report.exposures[0]?.label, "leastkey://shop/production/postgres/password");
  assert.deepEqual(report.exposures[0].reasons, ["production"]);
  assert.match(report.exposures[0].rotation.detail, /leastkey vault set leastkey:\/\/shop/);
});

void test("scrubbing: files parse, no form of the value is left, a backup stands, the trail has it", async () => {
  const { home, leastkey, events, ports, find } = world();
  const files = planted.map(({ path, content }) => write(home, path, content(stripe)));
  const before = new Map(files.map((file) => [file, readFileSync(file)]));
  const finds = await find();
  const plan = planScrub(finds.report, ports);
  assert.deepEqual(plan.left, []);
  assert.equal(plan.files.length, files.length);
  const scrubbed = applyScrub(plan, finds.values, ports, { root: leastkey });
  assert.deepEqual(scrubbed.left, []);
  for (const file of files) {
    const after = readFileSync(file);
    assert.equal(holds(after, stripe), false, file);
    if (file.endsWith(".json")) JSON.parse(after.toString());
    if (file.endsWith(".jsonl")) for (const line of after.toString().trimEnd().split("\n")) JSON.parse(line);
    assert.equal(statSync(file).mode & 0o777, 0o600);
  }
  assert.deepEqual((await find()).report.exposures, []);
  assert.ok(scrubbed.backup !== undefined);
  const backups = readdirSync(scrubbed.backup).filter((name) => name !== "files.json");
  assert.equal(backups.length, files.length);
  for (const name of backups) assert.equal(statSync(join(scrubbed.backup, name)).mode & 0o777, 0o600);
  assert.ok(
    [...before.values()].every((bytes) =>
      backups.some((name) => readFileSync(join(scrubbed.backup ?? "", name)).equals(bytes)),
    ),
  );
  assert.equal(events[0]?.action, "exposure.scrub");
  const { backupUntil = 0 } = scrubbed;
  assert.equal(removeOldBackups(ports.files, { root: leastkey }, backupUntil), 0);
  assert.equal(removeOldBackups(ports.files, { root: leastkey }, backupUntil + 1), 1);
  assert.equal(existsSync(scrubbed.backup), false, "a backup whose time is over");
  assert.equal(JSON.stringify([events, scrubbed]).includes(stripe), false);
});

void test("a file that changed a moment ago is left alone, and said so", async () => {
  const { home, leastkey, ports, find } = world();
  const file = write(
    home,
    ".codex/history.jsonl",
    `${JSON.stringify({ text: stripe })}\n`,
    new Date(Date.UTC(2026, 10, 24) - 5_000),
  );
  const finds = await find();
  const plan = planScrub(finds.report, ports);
  assert.match(plan.left[0]?.reason ?? "", /within the last minute/);
  assert.equal(applyScrub(plan, finds.values, ports, { root: leastkey }).backup, undefined);
  assert.ok(readFileSync(file).includes(stripe));
});

void test("a file that changed between plan and write is left alone", async () => {
  const { home, leastkey, ports, find } = world();
  write(home, ".codex/history.jsonl", `${JSON.stringify({ text: stripe })}\n`);
  const finds = await find();
  const plan = planScrub(finds.report, ports);
  const file = write(home, ".codex/history.jsonl", `${JSON.stringify({ text: stripe, more: 1 })}\n`);
  const scrubbed = applyScrub(plan, finds.values, ports, { root: leastkey });
  assert.match(scrubbed.left[0]?.reason ?? "", /changed meanwhile/);
  assert.ok(readFileSync(file).includes(stripe));
});

void test("cancelling ends the search", async () => {
  const { home, ports, leastkey } = world();
  write(home, ".codex/history.jsonl", "{}\n");
  const abort = new AbortController();
  abort.abort();
  await assert.rejects(
    findExposures(ports, { home: { indexes: join(leastkey, "index") }, signal: abort.signal }),
    (error) => error instanceof LeastkeyError && error.code === "cancelled",
  );
});
