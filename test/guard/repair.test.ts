import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import test from "node:test";
import { agents } from "../../src/agents/index.ts";
import type { AuditEvent } from "../../src/audit/event.ts";
import {
  agentCoverage,
  applyProtection,
  checkProtection,
  planWorkspaceProtection,
  planWorkspaceUnprotection,
} from "../../src/guard/protect.ts";
import { repairProtection } from "../../src/guard/repair.ts";
import { nodeFiles } from "../../src/platform/node-files.ts";

function protectedPlace() {
  const top = realpathSync(mkdtempSync(join(tmpdir(), "leastkey-repair-")));
  const root = join(top, "ws");
  mkdirSync(root);
  const events: AuditEvent[] = [];
  const audit = { append: (event: AuditEvent) => ({ sequence: events.push(event), hash: "" }) };
  const ports = { files: nodeFiles(), audit };
  const home = { receipts: join(top, "home", "receipts"), indexes: join(top, "home", "index") };
  const ids = agents.map(({ id }) => id);
  const plan = planWorkspaceProtection(root, ports, { home, protectedPaths: [], agents: ids });
  applyProtection(root, plan, ports, { home, action: "protect" });
  const check = () => checkProtection(root, ports, { home }).map(({ path, state }) => `${path} ${state}`);
  return { root, ports, home, events, check, repair: () => repairProtection(root, ports, { home }) };
}

const put = (root: string, path: string, text: string): void => {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
};

void test("every switch that turns hooks off is seen, the hook does not count, and a repair turns it on again", () => {
  const switches = agents.flatMap(({ id, hookSwitch }) =>
    (hookSwitch?.paths ?? []).map((path) => ({ id, path, key: hookSwitch?.key ?? "", value: hookSwitch?.value })),
  );
  assert.ok(switches.length >= 8);
  for (const { id, path, key, value } of switches) {
    const { root, ports, home, check, repair, events } = protectedPlace();
    assert.deepEqual(check(), []);
    const file = join(root, path);
    const before = nodeFiles().readText(file);
    const settings: unknown = JSON.parse(before ?? "{}");
    const text = JSON.stringify({ ...Object(settings), [key]: value }, null, 2);
    put(root, path, `${text}\n`);
    assert.ok(check().includes(`${path} switched off`), path);
    const [coverage] = agentCoverage(root, ports, { home, agents: [id], seen: () => "2026-11-24T12:00:00Z" });
    assert.equal(coverage?.coverage.includes("hooked"), false);
    assert.ok(coverage?.surfaces.some(({ kind, state }) => kind === "hook" && state === "switched off"));
    const { refused } = planWorkspaceProtection(root, ports, { home });
    assert.ok(refused.some((one) => one.path === file && one.hint.includes(key)));
    assert.deepEqual(repair().refused, []);
    assert.deepEqual(check(), []);
    const after: unknown = JSON.parse(readFileSync(file, "utf8"));
    assert.deepEqual(after, JSON.parse(before ?? "{}"), path);
    assert.equal(events.filter(({ reason }) => reason?.includes("switched on")).length, 1);
  }
});

void test("a switch that is off, or in a file that no agent can read, is none", () => {
  const { root, check } = protectedPlace();
  put(root, ".claude/settings.local.json", '{"disableAllHooks": false}');
  assert.deepEqual(check(), []);
  put(root, ".claude/settings.local.json", '{"disableAllHooks": tru');
  assert.deepEqual(check(), []);
});

void test("an agent whose files are all gone is missed, and written again as it was", () => {
  const { root, check, repair } = protectedPlace();
  const kept = new Map(
    [".codex/config.toml", ".codex/hooks.json"].map((path) => [path, readFileSync(join(root, path))]),
  );
  rmSync(join(root, ".codex"), { recursive: true });
  assert.deepEqual(check(), [".codex/config.toml missing", ".codex/hooks.json missing"]);
  repair();
  assert.deepEqual(check(), []);
  for (const [path, bytes] of kept) assert.deepEqual(readFileSync(join(root, path)), bytes);
});

void test("what was taken out by the user's own hand is not missed after unprotect", () => {
  const { root, ports, home, check } = protectedPlace();
  rmSync(join(root, ".codex"), { recursive: true });
  const plan = planWorkspaceUnprotection(root, ports, { home });
  applyProtection(root, plan, ports, { home, action: "unprotect" });
  const chosen = planWorkspaceProtection(root, ports, { home, protectedPaths: [] });
  assert.ok(
    !chosen.changes.some(({ path }) => path.includes("/.qwen/")),
    "nothing is written for what was unprotected",
  );
  assert.ok(check().every((line) => line.endsWith(" missing")));
});

void test("a repair of what is right writes nothing and records nothing", () => {
  const { repair, events } = protectedPlace();
  const before = events.length;
  assert.deepEqual(repair(), { written: [], refused: [] });
  assert.equal(events.length, before);
});
