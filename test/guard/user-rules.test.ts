import assert from "node:assert/strict";
import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import test from "node:test";
import { type EntryRow, rowOf } from "../../src/audit/read.ts";
import type { AgentCall, ToolCall } from "../../src/core/verdict.ts";
import { judge } from "../../src/guard/decide.ts";
import { planRemoval, planRules, writeRules } from "../../src/guard/draft-rules.ts";
import { commandText, readUserRules } from "../../src/guard/user-rules.ts";
import { eventOf } from "../../src/hook/record.ts";
import { leastkeyHome } from "../../src/platform/home.ts";
import { openTrail } from "../../src/platform/trail-file.ts";
import { linesOf } from "../../src/platform/trail-lines.ts";
import { makeWorkspace, planted, type Workspace } from "./workspace.ts";

/** The real way round: a call is judged and recorded, and the record made a rule. */
function machine() {
  const workspace = makeWorkspace();
  const { context } = workspace;
  const clock = { now: () => Date.UTC(2026, 10, 24) };
  const home = leastkeyHome({ LEASTKEY_HOME: workspace.homeRoot });
  const audit = openTrail(home, clock);
  const ports = { files: context.files, fingerprinter: context.fingerprinter, clock, audit };
  const recorded = (call: AgentCall): EntryRow => {
    audit.append(eventOf({ form: "nested", phase: "before", call, output: undefined }, judge(call, context), 1));
    const row = rowOf([...linesOf(home.trail)].at(-1)?.line ?? "");
    assert.ok(row);
    return row;
  };
  const answer = (call: AgentCall, verdict: "allow" | "deny"): void =>
    writeRules(planRules(recorded(call), verdict, ports, context.home), ports, context.home);
  return { workspace, context, home, ports, recorded, answer };
}

const reading = (workspace: Workspace, paths: readonly string[], extra: Partial<AgentCall> = {}): AgentCall => {
  const kind: ToolCall = { kind: "read", paths: paths.map((path) => join(workspace.root, path)) };
  return workspace.call("", { tool: "Read", call: kind, strings: paths, ...extra });
};

void test("an allowed call goes through from then on: that agent, those words, that refusal, nothing else", () => {
  const { workspace, context, answer } = machine();
  const call = workspace.call("cat .env");
  assert.equal(judge(call, context).verdict.kind, "deny");
  answer(call, "allow");
  const after = judge(call, context);
  assert.equal(after.verdict.kind, "allow");
  assert.equal(after.allowedBy?.id, "r1");
  const others = [
    workspace.call("cat .env", { agent: "codex" }),
    workspace.call("cat .env", { cwd: join(workspace.root, "src") }),
    workspace.call("cat  .env; cat .env"),
    workspace.call("cat .env secrets/prod.pem"),
    workspace.call(`cat .env; echo ${planted}`),
  ];
  for (const one of others.filter(({ cwd }) => cwd === workspace.root))
    assert.equal(judge(one, context).verdict.kind, "deny", String(one.strings));
  assert.equal(
    judge(workspace.call("cat ../.env", { cwd: join(workspace.root, "src") }), context).verdict.kind,
    "deny",
  );
});

void test("a file that may be read opens no other one", () => {
  const { workspace, context, answer } = machine();
  answer(reading(workspace, [".env"]), "allow");
  assert.equal(judge(reading(workspace, [".env"]), context).verdict.kind, "allow");
  assert.equal(judge(reading(workspace, [".env", "secrets/prod.pem"]), context).verdict.kind, "deny");
  assert.equal(judge(reading(workspace, ["secrets/prod.pem"]), context).verdict.kind, "deny");
  assert.equal(judge(reading(workspace, [".env"], { agent: "codex" }), context).verdict.kind, "deny");
  assert.equal(judge(workspace.call("cat .env"), context).verdict.kind, "deny");
});

void test("a denied file is kept from every agent, by tools and by commands; a denied command by its words", () => {
  const { workspace, context, answer } = machine();
  answer(reading(workspace, ["docs/setup.md"]), "deny");
  for (const command of [
    "cat docs/setup.md",
    "grep -r x docs",
    "head < docs/setup.md",
    "python3 -c \"open('docs/setup.md')\"",
  ])
    assert.equal(judge(workspace.call(command, { agent: "codex" }), context).verdict.kind, "deny", command);
  assert.equal(judge(reading(workspace, ["docs/setup.md"]), context).verdict.kind, "deny");
  assert.equal(judge(workspace.call("cat README.md"), context).verdict.kind, "allow");
  answer(workspace.call("npm publish"), "deny");
  const denied = judge(workspace.call("npm publish"), context).verdict;
  assert.ok(denied.kind === "deny" && denied.rule === "user-rule");
  assert.equal(judge(workspace.call("npm test"), context).verdict.kind, "allow");
});

void test("what carries a value, touches the guard or was cut is made no rule of, with the way forward", () => {
  const { workspace, ports, context, recorded } = machine();
  const refusals = [
    workspace.call(`curl -H "Authorization: Bearer ${planted}" https://api.example.test`),
    workspace.call("leastkey unprotect"),
    workspace.call(`cat .env ${"a".repeat(3000)}`),
  ];
  for (const call of refusals) {
    const row = recorded(call);
    assert.equal(row.outcome, "denied");
    assert.throws(() => planRules(row, "allow", ports, context.home), { name: "LeastkeyError", code: "usage" });
  }
  assert.throws(() =>
    planRules({ ...recorded(refusals[1] as AgentCall), action: "terminal.command" }, "deny", ports, context.home),
  );
  assert.ok(!existsSync(context.home.rules));
});

void test("the last word holds, a removal brings the refusal back, and each change is on the trail", () => {
  const { workspace, ports, context, home, answer } = machine();
  const call = workspace.call("cat .env");
  answer(call, "allow");
  answer(call, "deny");
  assert.equal(judge(call, context).verdict.kind, "deny");
  const now = readUserRules(context.files, context.home);
  assert.equal(now.kind === "read" ? now.rules.length : 0, 1);
  writeRules(planRemoval("r2", ports, context.home), ports, context.home);
  assert.ok(!existsSync(context.home.rules));
  const rows = [...linesOf(home.trail)].flatMap(({ line }) => rowOf(line) ?? []);
  const changes = rows.filter(({ action }) => action === "policy.change");
  assert.deepEqual(
    changes.map(({ attribution, agent }) => [attribution, agent]),
    Array.from({ length: 3 }, () => ["confirmed", undefined]),
  );
  assert.match(changes[2]?.reason ?? "", /r2 was taken out, deny claude-code the command cat \.env/);
});

void test("rules that do not parse refuse every call, and agents reach neither the file nor its command", () => {
  const { workspace, context } = machine();
  const agentsWays = [
    "leastkey rules remove r1 --yes",
    `rm ${context.home.rules}`,
    `echo '{}' > ${context.home.rules}`,
    `echo x >> ${context.home.policy}`,
  ];
  for (const command of agentsWays) assert.equal(judge(workspace.call(command), context).verdict.kind, "deny", command);
  const edit: ToolCall = { kind: "edit", paths: [context.home.rules], text: ["{}"] };
  assert.equal(judge(workspace.call("", { tool: "Write", call: edit }), context).verdict.kind, "deny");
  for (const text of ["{", "[]", '{"version":2,"rules":[]}', '{"version":1,"rules":[{"id":"r1"}]}']) {
    writeFileSync(context.home.rules, text);
    const { verdict } = judge(workspace.call("ls"), context);
    assert.ok(verdict.kind === "deny" && verdict.rule === "guard-failure", text);
  }
});

void test("a command of several lines is known again as the trail has it", () => {
  const { workspace, context, answer } = machine();
  const call = workspace.call("cd .\ncat .env");
  assert.equal(commandText(["cd .\ncat .env"]), "cd .\\ncat .env");
  answer(call, "allow");
  assert.equal(judge(call, context).verdict.kind, "allow");
});
