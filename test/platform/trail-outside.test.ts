import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import test from "node:test";
import type { OtlpTarget } from "../../src/audit/otlp.ts";
import { LeastkeyError } from "../../src/core/errors.ts";
import { type Home, leastkeyHome } from "../../src/platform/home.ts";
import { lastAnchored } from "../../src/platform/trail-anchors.ts";
import { openTrail } from "../../src/platform/trail-file.ts";
import { anchorInGit, headsInGit } from "../../src/platform/trail-git.ts";
import { sendTrail } from "../../src/platform/trail-otlp.ts";
import { trailLines, verifyHomeTrail } from "../../src/platform/trail-read.ts";

const folder = mkdtempSync(join(tmpdir(), "leastkey-outside-"));
test.after(() => rmSync(folder, { recursive: true, force: true }));
const newHome = (): Home => leastkeyHome({ LEASTKEY_HOME: mkdtempSync(join(folder, "home-")) });
const clock = { now: () => 1_795_000_000_000 };

function write(home: Home, count: number): void {
  const trail = openTrail(home, clock, { rotateAt: 5_000 });
  for (let at = 0; at < count; at++) trail.append({ action: "scan", outcome: "done", attribution: "unknown" });
}

interface Recorder {
  readonly target: OtlpTarget;
  readonly bodies: string[];
  readonly headers: (string | undefined)[];
  answers: { status: number; body?: string; headers?: Record<string, string> }[];
  close(): Promise<void>;
}

/** A recorder in the collector's place: answers as told, with 200 when nothing is left to say. */
async function recorder(): Promise<Recorder> {
  const bodies: string[] = [];
  const headers: (string | undefined)[] = [];
  const server = createServer((request, response) => {
    let body = "";
    request.on("data", (chunk: Buffer) => (body += chunk.toString()));
    request.on("end", () => {
      const answer = own.answers.shift() ?? { status: 200, body: "{}" };
      if (answer.status === 200) bodies.push(body);
      headers.push(request.headers["api-key"]?.toString());
      response.writeHead(answer.status, { "content-type": "application/json", ...answer.headers });
      response.end(answer.body ?? "");
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const own: Recorder = {
    target: { url: `http://127.0.0.1:${String(port)}/v1/logs`, headers: { "api-key": "k-1" }, timeoutMs: 5_000 },
    bodies,
    headers,
    answers: [],
    close: () => {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
  return own;
}

const sequencesIn = (bodies: readonly string[]): number[] =>
  bodies.flatMap((body) =>
    [...body.matchAll(/"leastkey\.sequence","value":\{"intValue":"(\d+)"/g)].map(([, at]) => Number(at)),
  );
const upTo = (count: number): number[] => Array.from({ length: count }, (_, at) => at + 1);

test("every record is sent once, in order, through full files, and only what is new the next time", async () => {
  const collector = await recorder();
  const home = newHome();
  try {
    write(home, 25);
    assert.deepEqual(await sendTrail(home, collector.target, { batch: 10 }), { records: 25, rejected: 0, upTo: 25 });
    assert.deepEqual(await sendTrail(home, collector.target), { records: 0, rejected: 0, upTo: 25 });
    write(home, 3);
    assert.deepEqual(await sendTrail(home, collector.target), { records: 3, rejected: 0, upTo: 28 });
    assert.deepEqual(sequencesIn(collector.bodies), upTo(28));
    assert.deepEqual([...new Set(collector.headers)], ["k-1"]);
    assert.equal(collector.bodies.length, 4);
    const { sequence, where } = lastAnchored(home) ?? {};
    assert.deepEqual([sequence, where], [28, "otlp"]);
  } finally {
    await collector.close();
  }
});

test("a collector that is busy is tried again, as long as it says", async () => {
  const collector = await recorder();
  const home = newHome();
  const waits: number[] = [];
  try {
    write(home, 2);
    collector.answers = [{ status: 503, headers: { "retry-after": "7" } }, { status: 429 }];
    await sendTrail(home, collector.target, { wait: async (ms) => void waits.push(ms) });
    assert.deepEqual(sequencesIn(collector.bodies), [1, 2]);
    assert.equal(waits[0], 7_000);
    assert.ok(waits.length === 2 && (waits[1] ?? 0) >= 1_000);
  } finally {
    await collector.close();
  }
});

test("a collector that refuses or is away loses nothing, and no header shows in what is said", async () => {
  const collector = await recorder();
  const home = newHome();
  const said = (error: unknown): true => {
    assert.ok(error instanceof LeastkeyError && error.code === "collector.unreachable");
    assert.equal(`${error.message} ${error.hint} ${error.stack ?? ""}`.includes("k-1"), false);
    return true;
  };
  write(home, 12);
  collector.answers = [{ status: 200 }, { status: 401, body: "who are you" }];
  await assert.rejects(sendTrail(home, collector.target, { batch: 5 }), said);
  collector.answers = [{ status: 307, headers: { location: "http://127.0.0.1:1/" } }];
  await assert.rejects(sendTrail(home, collector.target, { tries: 1 }), said);
  assert.equal(lastAnchored(home), undefined);
  assert.deepEqual(await sendTrail(home, collector.target), { records: 7, rejected: 0, upTo: 12 });
  assert.deepEqual(sequencesIn(collector.bodies), upTo(12));
  await collector.close();
  write(home, 1);
  await assert.rejects(sendTrail(home, collector.target, { tries: 2, wait: async () => undefined }), said);
});

test("records that the collector drops are counted, a cursor that is broken sends again", async () => {
  const collector = await recorder();
  const home = newHome();
  try {
    write(home, 4);
    collector.answers = [{ status: 200, body: '{"partialSuccess":{"rejectedLogRecords":"3","errorMessage":"full"}}' }];
    assert.deepEqual(await sendTrail(home, collector.target), { records: 4, rejected: 3, upTo: 4 });
    writeFileSync(join(home.root, "audit", "otlp-cursor.json"), "{");
    assert.equal((await sendTrail(home, collector.target)).records, 4);
    rmSync(home.trail);
    write(home, 2);
    assert.equal((await sendTrail(home, collector.target)).records, 2, "a new chain begins at its first record");
  } finally {
    await collector.close();
  }
});

test("the head in a git note shows a cut end that the chain cannot", async () => {
  const home = newHome();
  const repository = mkdtempSync(join(folder, "repository-"));
  const git = (...args: readonly string[]): string => execFileSync("git", args, { cwd: repository, encoding: "utf8" });
  git("init", "-q");
  await assert.rejects(headsInGit(join(folder, "home-none"), "x"), { code: "not-found" });
  assert.equal(await anchorInGit(home, repository, { clock }), undefined, "nothing to anchor yet");
  write(home, 3);
  await assert.rejects(anchorInGit(home, repository, { clock }), { code: "not-found" });
  git("-c", "user.name=t", "-c", "user.email=t@localhost", "commit", "-q", "--allow-empty", "-m", "first");
  const checkpoint = openTrail(home, clock).checkpoint();
  const anchor = await anchorInGit(home, repository, { clock, ...(checkpoint === undefined ? {} : { checkpoint }) });
  write(home, 2);
  const second = await anchorInGit(home, repository, { clock });
  assert.ok(anchor && second);
  assert.match(git("notes", "--ref=leastkey", "show", "HEAD"), /^leastkey-head v1 .* 3 [0-9a-f]{64}$/m);
  const heads = await headsInGit(repository, anchor.chain);
  assert.deepEqual(
    heads.map(({ sequence }) => sequence),
    [3, 5],
  );
  assert.deepEqual(await headsInGit(repository, "another-chain"), []);
  assert.equal(lastAnchored(home)?.sequence, 5);
  assert.equal(verifyHomeTrail(home, { heads }).bad, undefined);

  const lines = [...trailLines(home)];
  rmSync(join(home.root, "audit", "anchors.jsonl"));
  rmSync(join(home.root, "audit", "checkpoints.jsonl"));
  for (const name of readSegments(home)) rmSync(name);
  writeFileSync(home.trail, `${lines.slice(0, 4).join("\n")}\n`);
  assert.equal(verifyHomeTrail(home).bad, undefined, "the chain alone cannot tell");
  assert.deepEqual(
    [verifyHomeTrail(home, { heads })].map(({ bad }) => [bad?.fault, bad?.sequence]),
    [["missing", 5]],
  );
});

function readSegments(home: Home): readonly string[] {
  return readdirSync(join(home.root, "audit"))
    .filter((name) => /^trail-\d+/.test(name))
    .map((name) => join(home.root, "audit", name));
}
