import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import test from "node:test";
import { loadPolicy } from "../../src/guard/load-policy.ts";
import { leastkeyHome } from "../../src/platform/home.ts";
import { nodeFiles } from "../../src/platform/node-files.ts";
import { decide } from "../../src/policy/decide.ts";
import type { PolicyRequest } from "../../src/policy/request.ts";

const base = mkdtempSync(join(tmpdir(), "leastkey-policy-"));
const home = leastkeyHome({ LEASTKEY_HOME: join(base, "home") });
const write = (path: string, text: string): void => {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
};
const load = (root: string) => loadPolicy(root, nodeFiles(), home);

const request: PolicyRequest = {
  caller: { agent: "claude-code", certainty: "confirmed", environment: "staging" },
  credential: {
    name: "leastkey://shop/staging/crm/api-key",
    service: "crm",
    environment: "staging",
    actions: [],
    hosts: ["crm.example.com"],
  },
  use: { kind: "http", method: "GET", host: "crm.example.com", path: "/contacts" },
  ttlSeconds: 60,
  approved: false,
};

void test("without any file a human is asked for each use", async () => {
  const decision = decide(await load(join(base, "none")), request);
  assert.equal(decision.kind, "ask");
  assert.equal(decision.line.file, "the built-in policy");
});

void test("a file with an error denies every use, and says where", async () => {
  const root = join(base, "broken");
  write(join(root, ".leastkey/policy.yaml"), "agents:\n  x: {}\n");
  const decision = decide(await load(root), { ...request, approved: true });
  assert.equal(decision.kind, "deny");
  assert.match(decision.reason, /policy\.yaml:2 has an error/);
});
