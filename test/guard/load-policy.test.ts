import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import test from "node:test";
import type { AuditEvent } from "../../src/audit/event.ts";
import { approvedText, approvePolicy, withdrawApproval } from "../../src/guard/approve-policy.ts";
import { loadPolicy, readPolicies } from "../../src/guard/load-policy.ts";
import { fingerprinterOf } from "../../src/platform/fingerprint.ts";
import { leastkeyHome } from "../../src/platform/home.ts";
import { nodeFiles } from "../../src/platform/node-files.ts";
import { decide } from "../../src/policy/decide.ts";
import { cedar, plainRequest } from "../policy/engine.ts";

const base = mkdtempSync(join(tmpdir(), "leastkey-policy-"));
const home = leastkeyHome({ LEASTKEY_HOME: join(base, "home") });
const files = nodeFiles();
const write = (path: string, text: string): void => {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
};
const load = (root: string) => loadPolicy(root, files, home, cedar);
const wide = "agents:\n  claude-code@staging:\n    permissions: { crm: [read] }\n    grants: { approve: never }\n";

void test("without any file a human is asked for each use", async () => {
  const decision = decide(await load(join(base, "none")), plainRequest);
  assert.equal(decision.kind, "ask");
  assert.equal(decision.line.file, "the built-in policy");
  assert.equal(readPolicies(join(base, "none"), files, home).written, false);
});

void test("a file with an error denies every use, and says where", async () => {
  const root = join(base, "broken");
  write(join(root, ".leastkey/policy.yaml"), "agents:\n  x: {}\n");
  const decision = decide(await load(root), { ...plainRequest, approved: true });
  assert.equal(decision.kind, "deny");
  assert.match(decision.reason, /policy\.yaml:2 has an error/);
});

void test("a workspace's file widens nothing until a human approves it, as it is, and the trail says so", async () => {
  const root = join(base, "wide");
  const path = join(root, ".leastkey/policy.yaml");
  write(path, wide);
  const told = async () => decide(await load(root), plainRequest).kind;
  assert.equal(await told(), "ask");
  const events: AuditEvent[] = [];
  const audit = {
    append: (event: AuditEvent) => {
      events.push(event);
      return { sequence: events.length, hash: "" };
    },
  };
  const ports = { files, audit, clock: { now: () => 0 }, fingerprinter: fingerprinterOf(new Uint8Array(32)) };
  approvePolicy(root, wide, ports, home);
  assert.equal(await told(), "allow");
  assert.equal(approvedText(root, files, home), wide);
  write(path, `${wide}# one more line\n`);
  assert.equal(await told(), "ask");
  write(path, wide);
  assert.equal(withdrawApproval(root, ports, home), true);
  assert.equal(withdrawApproval(root, ports, home), false);
  assert.equal(await told(), "ask");
  assert.deepEqual(
    events.map(({ action }) => action),
    ["policy.change", "policy.change"],
  );
  write(join(base, "home", "policy", "approved.json"), '{"approved":{"x":1}}');
  assert.equal(await told(), "ask");
});
