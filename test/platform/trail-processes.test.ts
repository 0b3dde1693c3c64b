import assert from "node:assert/strict";
import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import test, { after, before } from "node:test";
import { build } from "esbuild";
import { type Home, leastkeyHome } from "../../src/platform/home.ts";
import { openTrail } from "../../src/platform/trail-file.ts";
import { lastRows, verifyHomeTrail } from "../../src/platform/trail-read.ts";
import { onSmallDisk, smallDisk } from "./small-disk.ts";

const folder = mkdtempSync(join(tmpdir(), "leastkey-writers-"));
const writer = join(folder, "writer.js");
const event = { action: "scan", outcome: "done", attribution: "unknown" } as const;

before(() =>
  build({
    entryPoints: ["test/platform/trail-writer.ts"],
    bundle: true,
    platform: "node",
    target: "node20",
    mainFields: ["module", "main"],
    outfile: writer,
  }),
);
after(() => rmSync(folder, { recursive: true, force: true }));

const newHome = (): Home => leastkeyHome({ LEASTKEY_HOME: mkdtempSync(join(folder, "home-")) });

interface Ran {
  /** Numbers of the events that the process was told are recorded. */
  readonly recorded: readonly number[];
  readonly stderr: string;
}

interface Writing {
  readonly count: number;
  readonly rotateAt: number;
  readonly waitMs: number;
}

function start(home: Home, name: string, writing: Writing): { child: ChildProcess; ended: Promise<Ran> } {
  const { count, rotateAt, waitMs } = writing;
  const child = spawn(process.execPath, [writer, home.root, name, ...[count, rotateAt, waitMs].map(String)]);
  let stdout = "";
  let stderr = "";
  child.stdout.on("data", (chunk: Buffer) => (stdout += chunk.toString()));
  child.stderr.on("data", (chunk: Buffer) => (stderr += chunk.toString()));
  const ended = new Promise<Ran>((resolve) =>
    child.on("close", () => resolve({ recorded: stdout.split("\n").filter(Boolean).map(Number), stderr })),
  );
  return { child, ended };
}

const trailOf = (home: Home) => openTrail(home, { now: () => Date.now() }, { waitMs: 10_000 });

/** The numbers of each process' events in the order of the chain. */
function numbersOf(home: Home): ReadonlyMap<string, readonly number[]> {
  const numbers = new Map<string, number[]>();
  for (const { agent = "", command = "" } of lastRows(home, 1_000_000)) {
    const number = /# (\d+)/.exec(command)?.[1];
    if (number !== undefined) numbers.set(agent, [...(numbers.get(agent) ?? []), Number(number)]);
  }
  return numbers;
}

/** Each takes a tenth of a second of a core to start: 100 of them, or more, when asked. */
const writers = Number(process.env["LEASTKEY_WRITERS"] ?? 32);

test(`${String(writers)} processes at once, through rotations and checkpoints: nothing is lost, doubled or out of order`, async () => {
  const home = newHome();
  // Every second one takes no no for an answer, the others wait for nobody.
  const ended = await Promise.all(
    Array.from({ length: writers }, async (_, at) => {
      const writing = { count: 3, rotateAt: 60_000, waitMs: at % 2 === 0 ? 60_000 : 0 };
      return start(home, `agent-${String(at)}`, writing).ended;
    }),
  );
  assert.deepEqual(ended.map(({ stderr }) => stderr).filter(Boolean), []);
  assert.equal(trailOf(home).settle(), 0);
  const { bad, records, signedUpTo } = verifyHomeTrail(home);
  assert.deepEqual([bad, records, signedUpTo], [undefined, writers * 3, Math.trunc((writers * 3) / 50) * 50]);
  const numbers = numbersOf(home);
  for (let at = 0; at < writers; at++) assert.deepEqual(numbers.get(`agent-${String(at)}`), [0, 1, 2]);
});

/** Rounds of killing; more when asked. */
const rounds = Number(process.env["LEASTKEY_KILLS"] ?? 12);

test("kill -9 in the middle of appending: every record that was acknowledged is there once, and the trail verifies", async () => {
  const home = newHome();
  const recorded = new Map<string, readonly number[]>();
  for (let round = 0; round < rounds; round++) {
    // Two at a time that wait for nobody: one leaves what it has while the other chains, and both die anywhere in it.
    const names = [`${String(round)}-a`, `${String(round)}-b`];
    const running = names.map((name) => start(home, name, { count: 100_000, rotateAt: 40_000, waitMs: 0 }));
    await Promise.all(
      running.map(({ child }) => new Promise<void>((resolve) => child.stdout?.once("data", () => resolve()))),
    );
    await new Promise((resolve) => setTimeout(resolve, 5 + ((round * 37) % 60)));
    for (const { child } of running) child.kill("SIGKILL");
    for (const [at, { ended }] of running.entries()) recorded.set(names[at] ?? "", (await ended).recorded);
  }
  const trail = trailOf(home);
  trail.append(event);
  assert.equal(trail.settle(), 0);
  assert.equal(verifyHomeTrail(home).bad, undefined);
  const numbers = numbersOf(home);
  for (const [name, told] of recorded) {
    assert.ok(told.length > 0);
    const chained = numbers.get(name) ?? [];
    // A process that was killed between recording and saying so leaves one more.
    assert.ok(chained.length - told.length <= 1, name);
    assert.deepEqual(
      chained,
      chained.map((_, at) => at),
      `${name}: lost, doubled or out of order`,
    );
    assert.ok(chained.length >= told.length, name);
  }
});

test("a full disk refuses the event, takes back what did not fit, and goes on once there is room", {
  skip: smallDisk(),
}, () => {
  onSmallDisk("256k", (mount) => {
    const home = leastkeyHome({ LEASTKEY_HOME: join(mount, "home") });
    const trail = openTrail(home, { now: () => Date.now() });
    let refused: unknown;
    for (let at = 0; at < 1_000 && refused === undefined; at++) {
      try {
        trail.append({ ...event, reason: "x".repeat(900) });
      } catch (error) {
        refused = error;
      }
    }
    assert.match(String(refused), /the audit trail cannot be written: the disk is full/);
    assert.equal(verifyHomeTrail(home).bad, undefined);
    assert.equal(readdirSync(join(home.root, "audit")).includes("trail.lock"), false, "the lock was left behind");
    execFileSync("mount", ["-o", "remount,size=1m", mount]);
    trail.append(event);
    assert.equal(verifyHomeTrail(home).bad, undefined);
    assert.ok(readFileSync(home.trail).length > 0 && readdirSync(mount).length > 0);
  });
});
