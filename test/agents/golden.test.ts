import assert from "node:assert/strict";
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import test from "node:test";
import type { ProtectionPlan } from "../../src/agents/agent.ts";
import { agentById, agents } from "../../src/agents/index.ts";
import { planProtection } from "../../src/agents/plan.ts";
import type { ProtectedPath } from "../../src/core/finding.ts";

/**
 * One folder per agent. `written.txt` is what it gets in an empty workspace. `kept.before.txt` is a workspace with the
 * user's own files, `kept.after.txt` what becomes of it; `refused.before.txt` and `refused.after.txt` the same for
 * files that must be left alone. A bundle in one text, so that no agent working on this repository takes a fixture
 * for its rules. LEASTKEY_UPDATE=1 rewrites what is expected; read the diff.
 */
const fixtures = "test/fixtures/agents";
const root = "/ws";

const protectedPaths: readonly ProtectedPath[] = [
  { path: ".env", because: "name", reason: "an environment file" },
  { path: ".env.staging", because: "name", reason: "an environment file" },
  { path: "config/production.yaml", because: "finding", reason: "a database URL" },
  { path: "src/[id]/pay ments.ts", because: "finding", reason: "a secret key" },
];

function bundle(files: ReadonlyMap<string, string>): string {
  return [...files]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([path, text]) => `=== ${path.slice(root.length + 1)}\n${text.replace(/\n?$/, "\n")}`)
    .join("");
}

function unbundle(text: string): Map<string, string> {
  const parts = text.split(/^=== (.+)\n/m).slice(1);
  const files = new Map<string, string>();
  for (let at = 0; at + 1 < parts.length; at += 2) files.set(`${root}/${parts[at] ?? ""}`, parts[at + 1] ?? "");
  return files;
}

function after(before: ReadonlyMap<string, string>, plan: ProtectionPlan): string {
  const files = new Map(before);
  for (const change of plan.changes) if (change.after !== undefined) files.set(change.path, change.after);
  const refused = plan.refused.map(
    ({ path, reason, hint }) => `refused: ${path.slice(root.length + 1)}: ${reason}; ${hint}\n`,
  );
  return bundle(files) + refused.join("");
}

function expectGolden(path: string, actual: string): void {
  if (process.env["LEASTKEY_UPDATE"] === "1") {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, actual);
  }
  assert.ok(existsSync(path), `${path} is missing: run with LEASTKEY_UPDATE=1 and read what it says`);
  assert.equal(actual, readFileSync(path, "utf8"));
}

for (const agent of agents) {
  const planned = (files: ReadonlyMap<string, string>): ProtectionPlan =>
    planProtection({ root, agents: [agent], protectedPaths, existing: (path) => files.get(path) });
  void test(`${agent.id}: what is written in an empty workspace`, () => {
    expectGolden(join(fixtures, agent.id, "written.txt"), after(new Map(), planned(new Map())));
  });
  for (const verdict of ["kept", "refused"]) {
    const given = join(fixtures, agent.id, `${verdict}.before.txt`);
    if (!existsSync(given)) continue;
    void test(`${agent.id}: the user's own files are ${verdict}`, () => {
      const before = unbundle(readFileSync(given, "utf8"));
      const plan = planned(before);
      assert.equal(plan.refused.length > 0, verdict === "refused");
      expectGolden(join(fixtures, agent.id, `${verdict}.after.txt`), after(before, plan));
    });
  }
}

void test("every folder is an agent's, and the first five have files of a user in theirs", () => {
  for (const id of readdirSync(fixtures)) assert.ok(agentById(id), id);
  for (const id of ["claude-code", "codex", "copilot", "cursor", "gemini-cli"]) {
    assert.ok(existsSync(join(fixtures, id, "kept.before.txt")), id);
    assert.ok(existsSync(join(fixtures, id, "refused.before.txt")), id);
  }
});
