import assert from "node:assert/strict";
import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import test, { after, before } from "node:test";
import { build } from "esbuild";
import { type Home, leastkeyHome } from "../../src/platform/home.ts";
import { openTrail } from "../../src/platform/trail-file.ts";
import { lastRows, verifyHomeTrail } from "../../src/platform/trail-read.ts";

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
  readonly sequences: readonly number[];
  readonly stderr: string;
}

function start(
  home: Home,
  name: string,
  count: number,
  rotateAt = 33_554_432,
): { child: ChildProcess; ended: Promise<Ran> } {
  const child = spawn(process.execPath, [writer, home.root, name, String(count), String(rotateAt)]);
  let stdout = "";
  let stderr = "";
  child.stdout.on("data", (chunk: Buffer) => (stdout += chunk.toString()));
  child.stderr.on("data", (chunk: Buffer) => (stderr += chunk.toString()));
  const ended = new Promise<Ran>((resolve) =>
    child.on("close", () => resolve({ sequences: stdout.split("\n").filter(Boolean).map(Number), stderr })),
  );
  return { child, ended };
}

/** Each takes a tenth of a second of a core to start: 100 of them, or more, when asked. */
const writers = Number(process.env["LEASTKEY_WRITERS"] ?? 32);

test(`${String(writers)} processes at once, through rotations and checkpoints: nothing is lost, doubled or out of order`, async () => {
  const home = newHome();
  const runs = Array.from({ length: writers }, (_, at) => start(home, `agent-${String(at)}`, 3, 60_000).ended);
  const ended = await Promise.all(runs);
  assert.deepEqual(ended.map(({ stderr }) => stderr).filter(Boolean), []);
  const given = ended.flatMap(({ sequences }) => sequences).toSorted((a, b) => a - b);
  assert.deepEqual(
    given,
    Array.from({ length: writers * 3 }, (_, at) => at + 1),
  );
  const { bad, records, signedUpTo } = verifyHomeTrail(home);
  assert.deepEqual([bad, records, signedUpTo], [undefined, writers * 3, Math.trunc((writers * 3) / 50) * 50]);
  for (let at = 0; at < writers; at += 5) {
    const own = lastRows(home, writers * 3).filter((row) => row.agent === `agent-${String(at)}`);
    assert.deepEqual(
      own.map((row) => Number(/# (\d+)/.exec(row.command ?? "")?.[1])),
      Array.from({ length: 3 }, (_, index) => index),
    );
  }
});

test("kill -9 in the middle of appending: every record that was acknowledged is there, and the trail verifies", async () => {
  const home = newHome();
  const acknowledged: number[] = [];
  for (let round = 0; round < 12; round++) {
    const { child, ended } = start(home, `round-${String(round)}`, 100_000, 40_000);
    await new Promise<void>((resolve) => child.stdout?.once("data", () => resolve()));
    await new Promise((resolve) => setTimeout(resolve, 5 + ((round * 37) % 60)));
    child.kill("SIGKILL");
    acknowledged.push(...(await ended).sequences);
  }
  const { sequence } = openTrail(home, { now: () => Date.now() }, { waitMs: 10_000 }).append(event);
  const { bad, records } = verifyHomeTrail(home);
  assert.deepEqual([bad, records], [undefined, sequence]);
  assert.ok(acknowledged.length > 12);
  assert.ok(Math.max(...acknowledged) < sequence);
  assert.equal(new Set(acknowledged).size, acknowledged.length, "no sequence was given twice");
});

test("a full disk refuses the event, takes back what did not fit, and goes on once there is room", {
  skip: smallDisk(),
}, () => {
  const mount = join(folder, "small");
  mkdirSync(mount);
  execFileSync("mount", ["-t", "tmpfs", "-o", "size=256k", "leastkey-test", mount]);
  try {
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
  } finally {
    execFileSync("umount", [mount]);
  }
});

function smallDisk(): string | false {
  if (process.platform !== "linux" || process.getuid?.() !== 0) return "mounting a small disk needs root on Linux";
  const probe = mkdtempSync(join(tmpdir(), "leastkey-mount-"));
  try {
    execFileSync("mount", ["-t", "tmpfs", "-o", "size=64k", "leastkey-test", probe], { stdio: "ignore" });
    execFileSync("umount", [probe]);
    return false;
  } catch {
    return "this machine lets nobody mount";
  } finally {
    rmSync(probe, { recursive: true, force: true });
  }
}
