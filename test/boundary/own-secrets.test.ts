import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import test from "node:test";
import { createScanner } from "../../src/worker/scan-client.ts";
import { programs } from "../sample/program.ts";

void test("our own scanner finds no credential in this repository", async () => {
  const home = mkdtempSync(join(tmpdir(), "leastkey-own-"));
  const scanner = createScanner({
    workerPath: resolve(programs, "scan-worker.js"),
    home: { fingerprintKey: join(home, "fingerprint.key") },
  });
  try {
    const report = await scanner.scan(process.cwd(), { tier: "generic", exclude: [".sample/**"] });
    assert.ok(report.files > 100, "almost no file was read: the check itself is broken");
    assert.deepEqual(
      report.findings.map(({ rule, place }) => `${place.path}:${String(place.line)} ${rule}`),
      [],
    );
  } finally {
    await scanner.dispose();
    rmSync(home, { recursive: true, force: true });
  }
});
