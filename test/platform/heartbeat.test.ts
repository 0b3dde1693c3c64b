import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import test from "node:test";
import { beat, lastHeartbeat } from "../../src/platform/heartbeat.ts";
import { leastkeyHome } from "../../src/platform/home.ts";

const folder = mkdtempSync(join(tmpdir(), "leastkey-heartbeat-"));
test.after(() => rmSync(folder, { recursive: true, force: true }));
const home = leastkeyHome({ LEASTKEY_HOME: folder });

void test("a heartbeat is read back, a torn one and none are none", () => {
  assert.equal(lastHeartbeat(home, "codex"), undefined);
  const heartbeat = { at: "2026-11-24T06:00:00.000Z", durationMs: 12 };
  beat(home, "codex", heartbeat);
  assert.deepEqual(lastHeartbeat(home, "codex"), heartbeat);
  writeFileSync(join(home.heartbeats, "codex.json"), '{"at":"2026');
  assert.equal(lastHeartbeat(home, "codex"), undefined);
});

void test("an agent's name never leads out of the folder", () => {
  beat(home, "../../escape", { at: "2026-11-24T06:00:00.000Z", durationMs: 1 });
  assert.equal(lastHeartbeat(home, "../../escape")?.durationMs, 1);
  assert.equal(lastHeartbeat(home, "escape"), undefined);
});
