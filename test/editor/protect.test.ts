import assert from "node:assert/strict";
import test from "node:test";
import { protectedText } from "../../src/editor/protect.ts";
import type { AgentGuard } from "../../src/editor/protection.ts";

const agent = (title: string, strength: AgentGuard["strength"], trust?: string): AgentGuard => ({
  id: title.toLowerCase(),
  title,
  strength,
  hole: undefined,
  hook: "none",
  slowMs: undefined,
  remains: undefined,
  trust,
});
const text = (agents: readonly AgentGuard[]): string =>
  protectedText({ kind: "protected", agents, drift: [], notLive: undefined }, 2);

void test("the message names three agents of a strength and counts the rest", () => {
  const many = ["A", "B", "C", "D", "E"].map((title) => agent(title, "partial"));
  assert.equal(text(many), "Leastkey: 2 files written. Protection is partly enforced for A, B, C and 2 more.");
});

void test("a fourth name is as short as the count, and strengths are never mixed", () => {
  const four = ["A", "B", "C", "D"].map((title) => agent(title, "advisory"));
  assert.equal(
    text([...four, agent("E", "partial", "start it once and trust the folder")]),
    "Leastkey: 2 files written. Protection is partly enforced for E; advisory only for A, B, C, D. E: start it once and trust the folder.",
  );
});
