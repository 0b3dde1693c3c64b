import assert from "node:assert/strict";
import test from "node:test";
import { agentOf, filtered, spoken, whatOf } from "../../src/webview/rows.ts";
import { activityRow } from "./rows-sample.ts";

const rows = [
  activityRow({ sequence: 4, outcome: "denied", command: "cat .env" }),
  activityRow({ sequence: 3, outcome: "allowed", agent: "Cursor", command: "ls src", paths: [] }),
  activityRow({ sequence: 2, outcome: "asked", command: "terraform destroy", rule: "destructive", paths: [] }),
  activityRow({ sequence: 1, outcome: "done", action: "vault.unlock", tool: "", command: "", agent: "", paths: [] }),
];
const kept = (text: string, verdict: Parameters<typeof filtered>[1]["verdict"]): readonly number[] =>
  filtered(rows, { text, verdict }).map(({ sequence }) => sequence);

void test("filters: every word, any field, any case; one verdict", () => {
  assert.deepEqual(kept("", "all"), [4, 3, 2, 1]);
  assert.deepEqual(kept("CURSOR", "all"), [3]);
  assert.deepEqual(kept("cat env", "all"), [4]);
  assert.deepEqual(kept("cat terraform", "all"), []);
  assert.deepEqual(kept("unlocked the vault", "all"), [1]);
  assert.deepEqual(kept("", "denied"), [4]);
  assert.deepEqual(kept("", "other"), [1]);
  assert.deepEqual(kept("destructive", "asked"), [2]);
});

void test("a filter over 10,000 rows answers in under 50 ms", () => {
  const many = Array.from({ length: 10_000 }, (_, at) => activityRow({ sequence: at, command: `echo ${String(at)}` }));
  filtered(many, { text: "warm up", verdict: "all" });
  const started = performance.now();
  assert.equal(filtered(many, { text: "echo 9999", verdict: "all" }).length, 1);
  assert.ok(performance.now() - started < 50);
});

void test("who did it is worded by how sure that is", () => {
  const who = (over: Parameters<typeof activityRow>[0]): string => agentOf(activityRow(over));
  assert.equal(who({ attribution: "confirmed" }), "Claude Code");
  assert.equal(who({ attribution: "likely" }), "Claude Code (likely)");
  assert.equal(who({ agent: "", attribution: "unknown" }), "unknown");
});

void test("what happened, in one line", () => {
  assert.equal(whatOf(activityRow({ command: "a \n b" })), "Bash: a b");
  assert.equal(whatOf(activityRow({ action: "terminal.command", tool: "terminal" })), "terminal: cat .env");
  assert.equal(whatOf(activityRow({ action: "vault.unlock", tool: "editor", command: "" })), "unlocked the vault");
  assert.equal(spoken(activityRow()), "Claude Code: denied, Bash: cat .env, .env");
});
