import assert from "node:assert/strict";
import test from "node:test";
import { askHooks, type Question, type RunHook } from "../../../src/guard/boundary/ask-hooks.ts";
import type { ConfiguredHook } from "../../../src/guard/boundary/configured-hooks.ts";

const question = (hook: ConfiguredHook, call: number): Question => ({
  agent: "opencode",
  root: "/shop",
  hook,
  event: "before",
  payload: { call },
});
const command: ConfiguredHook = { kind: "command", command: "leastkey hook" };
const plugin: ConfiguredHook = { kind: "plugin", path: "/shop/leastkey.js" };
const ended = (stdout: string, code = 0, stderr = "") => ({ code, stdout, stderr, durationMs: 1, timedOut: false });
const answer = (call: number) => ({ code: 0, stdout: `call ${String(call)}`, stderr: "", durationMs: 3 });
const batch = (calls: number) => JSON.stringify({ answers: Array.from({ length: calls }, (_, at) => answer(at)) });

/** A hook in name only: what matters is how it is asked, and what is made of what it says. */
function hookThat(answers: (calls: number) => ReturnType<typeof ended>): {
  readonly run: RunHook;
  readonly payloads: string[];
} {
  const payloads: string[] = [];
  return {
    payloads,
    run: (_hook, payload, _event, calls) => {
      payloads.push(payload);
      return Promise.resolve(calls === 1 ? ended(`alone ${payload}`) : answers(calls));
    },
  };
}

void test("calls of one configured hook go together, each hook's apart, and the answers come in order", async () => {
  const { run, payloads } = hookThat((calls) => ended(batch(calls), 2));
  const other: ConfiguredHook = { kind: "command", command: "leastkey hook codex" };
  const answers = await askHooks([question(command, 0), question(other, 0), question(command, 1)], run);
  assert.deepEqual(
    answers.map(({ stdout }) => stdout),
    ["call 0", 'alone {"call":0}', "call 1"],
  );
  assert.deepEqual(payloads.toSorted(), ['{"call":0}', '{"leastkey":{"batch":["{\\"call\\":0}","{\\"call\\":1}"]}}']);
});

for (const [where, say] of [
  ["throws", (calls: number) => ended("", 2, `${batch(calls)}\n`)],
  ["puts in a result's place", (calls: number) => ended(JSON.stringify({ title: "", output: batch(calls) }))],
] as const) {
  void test(`the answers are found in what a plugin ${where}`, async () => {
    const { run, payloads } = hookThat(say);
    const answers = await askHooks([question(plugin, 0), question(plugin, 1)], run);
    assert.deepEqual(
      answers.map(({ stdout }) => stdout),
      ["call 0", "call 1"],
    );
    const passedOn = { agent: "opencode", hook: "before", directory: "/shop", call: 0 };
    assert.ok(payloads[0]?.includes(JSON.stringify(JSON.stringify(passedOn))), payloads[0]);
  });
}

for (const [what, say] of [
  ["an older hook, which refuses what it does not know", () => ended('{"permission":"deny"}', 2, "unknown shape")],
  ["too few answers", () => ended(batch(1), 2)],
  ["answers of another form", () => ended('{"answers":[1,2]}', 2)],
  ["nothing in time", () => ({ ...ended(batch(2), 137), timedOut: true })],
] as const) {
  void test(`asked one by one after ${what}`, async () => {
    const { run } = hookThat(say);
    const answers = await askHooks([question(command, 0), question(command, 1)], run);
    assert.deepEqual(
      answers.map(({ stdout }) => stdout),
      ['alone {"call":0}', 'alone {"call":1}'],
    );
  });
}
