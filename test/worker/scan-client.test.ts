import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import test from "node:test";
import { seededRandom } from "../../src/core/detect/random.ts";
import { createScanner } from "../../src/worker/scan-client.ts";

const workerPath = resolve(process.env["LEASTKEY_DIST"] ?? "dist", "scan-worker.js");
const random = seededRandom(9);
const planted = random.chars("abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789", 24);

function setUp(): { root: string; home: { fingerprintKey: string }; done: () => void } {
  const base = mkdtempSync(join(tmpdir(), "leastkey-worker-"));
  return {
    root: base,
    home: { fingerprintKey: join(base, ".home", "fingerprint.key") },
    done: () => rmSync(base, { recursive: true, force: true }),
  };
}

void test("a folder is scanned in workers, in batches, with progress and without values", async () => {
  const { root, home, done } = setUp();
  for (let at = 0; at < 450; at += 1)
    writeFileSync(join(root, `f${at}.txt`), at % 90 === 0 ? `api_token=${planted}${at}\n` : "nothing\n");
  const scanner = createScanner({ workerPath, home });
  try {
    const steps: number[] = [];
    const report = await scanner.scan(root, { onProgress: (count) => steps.push(count) });
    assert.equal(report.findings.length, 5);
    assert.ok(report.files >= 450);
    assert.equal(steps.at(-1), report.files);
    assert.ok(steps.length >= 3);
    assert.ok(!JSON.stringify(report).includes(planted));
    const again = await scanner.scan(root);
    assert.deepEqual(again.findings, report.findings);
  } finally {
    await scanner.dispose();
    done();
  }
});

void test("a document is scanned as text", async () => {
  const { home, done } = setUp();
  const scanner = createScanner({ workerPath, home });
  try {
    const findings = await scanner.scanText("src/a.ts", `const apiKey = "${planted}";\n`);
    assert.deepEqual(
      findings.map(({ rule, name, place }) => [rule, name, place.line, place.column]),
      [["generic-secret", "apiKey", 1, 17]],
    );
    assert.ok(!JSON.stringify(findings).includes(planted));
  } finally {
    await scanner.dispose();
    done();
  }
});

void test("an abort ends the scan with `cancelled`", async () => {
  const { root, home, done } = setUp();
  const scanner = createScanner({ workerPath, home });
  try {
    await assert.rejects(scanner.scan(root, { signal: AbortSignal.abort() }), { code: "cancelled" });
  } finally {
    await scanner.dispose();
    done();
  }
});

void test("a worker that overruns is replaced, and the next question is answered", async () => {
  const { root, home, done } = setUp();
  const stuck = join(root, "stuck.cjs");
  writeFileSync(
    stuck,
    `const { parentPort } = require("node:worker_threads");
     parentPort.on("message", (request) => {
       if (request.path === "stuck.ts") for (;;);
       parentPort.postMessage({ kind: "found", id: request.id, findings: [] });
     });`,
  );
  const scanner = createScanner({ workerPath: stuck, home, threads: 1 });
  try {
    await assert.rejects(scanner.scanText("stuck.ts", "x", { deadlineMs: 300 }), { code: "busy" });
    assert.deepEqual(await scanner.scanText("fine.ts", "x", { deadlineMs: 5_000 }), []);
  } finally {
    await scanner.dispose();
    done();
  }
});

void test("a file that makes the worker overrun is reported and left out, the rest is scanned", async () => {
  const { root, home, done } = setUp();
  const stuck = join(root, "stuck.cjs");
  writeFileSync(
    stuck,
    `const { parentPort, workerData } = require("node:worker_threads");
     const done = new Int32Array(workerData.done);
     parentPort.on("message", (request) => {
       if (request.kind === "list") return parentPort.postMessage({ kind: "listed", id: request.id, listed: { total: 3, named: [], pending: ["a", "b", "c"], known: { files: 0, bytes: 0, findings: [], values: [], errors: [] } } });
       request.paths.forEach((path, at) => { Atomics.store(done, 0, at); if (path === "b") for (;;); });
       parentPort.postMessage({ kind: "scanned", id: request.id, part: { files: request.paths.length, bytes: 1, findings: [], values: [], errors: [] } });
     });`,
  );
  const scanner = createScanner({ workerPath: stuck, home, threads: 1, batchDeadlineMs: 400 });
  try {
    const report = await scanner.scan(root);
    assert.equal(report.files, 2);
    assert.deepEqual(report.errors, [{ path: "b", message: "took too long: left out" }]);
  } finally {
    await scanner.dispose();
    done();
  }
});

void test("a closed scanner refuses", async () => {
  const { root, home, done } = setUp();
  const scanner = createScanner({ workerPath, home });
  await scanner.dispose();
  await assert.rejects(scanner.scan(root), { code: "cancelled" });
  done();
});
