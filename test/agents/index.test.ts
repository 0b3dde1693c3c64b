import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import test from "node:test";
import type { Agent, Surface } from "../../src/agents/agent.ts";
import { agentById, agents, foundationAgents } from "../../src/agents/index.ts";

const notAgents = new Set(["agent.ts", "hook-command.ts", "hook-switch.ts", "index.ts", "mcp-command.ts", "plan.ts"]);

void test("the registry and its folder hold the same agents", () => {
  const files = readdirSync("src/agents").filter((name) => name.endsWith(".ts") && !notAgents.has(name));
  assert.deepEqual(agents.map(({ id }) => `${id}.ts`).toSorted(), files.toSorted());
  assert.ok(files.length >= 25);
});

void test("the first five are in the registry", () => {
  for (const id of foundationAgents) assert.ok(agentById(id), id);
  assert.equal(agentById("no-such-agent"), undefined);
});

const surfaces: readonly { readonly agent: Agent; readonly surface: Surface }[] = agents.flatMap((agent) =>
  agent.surfaces.map((surface) => ({ agent, surface })),
);

void test("a surface that is not enforced names its hole, and one that is has none", () => {
  for (const { agent, surface } of surfaces) {
    assert.equal(surface.hole === undefined, surface.strength === "enforced", `${agent.id} ${surface.path}`);
  }
});

void test("what is asked of a model is never shown as more than advice", () => {
  for (const { agent, surface } of surfaces.filter((use) => use.surface.kind === "instructions")) {
    assert.equal(surface.strength, "advisory", agent.id);
  }
});

void test("paths are relative, spelt with slashes, and stay in the workspace", () => {
  for (const { agent, surface } of surfaces) {
    assert.match(surface.path, /^(?!\/)(?!.*\.\.)[\w./-]+$/, `${agent.id} ${surface.path}`);
  }
});

void test("every agent's documentation was looked at on a day", () => {
  for (const { docs, id } of agents) {
    assert.match(docs.url, /^https:\/\//, id);
    assert.match(docs.checked, /^2026-\d\d-\d\d$/, id);
  }
});

void test("one file has one format, whichever agents share it", () => {
  const formats = new Map<string, string>();
  for (const { surface } of surfaces) {
    const format = surface.format === "jsonc" ? "json" : surface.format;
    assert.equal(formats.get(surface.path) ?? format, format, surface.path);
    formats.set(surface.path, format);
  }
});
