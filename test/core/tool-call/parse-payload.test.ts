import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import test from "node:test";
import fc from "fast-check";
import { parsePayload } from "../../../src/core/tool-call/parse-payload.ts";
import type { Payload } from "../../../src/core/tool-call/payload.ts";
import { documented } from "./documented-payloads.ts";

const folder = "test/fixtures/payloads";

function parsed(payload: unknown): Payload {
  const result = parsePayload(JSON.stringify(payload));
  assert.ok(
    typeof result !== "string",
    `${typeof result === "string" ? result : ""}: ${JSON.stringify(payload).slice(0, 300)}`,
  );
  return result;
}

/** Recorded from the real agents in November 2026, one file each. */
const recorded = readdirSync(folder).flatMap((file) =>
  readFileSync(join(folder, file), "utf8")
    .trim()
    .split("\n")
    .map((line) => {
      const row: unknown = JSON.parse(line);
      assert.ok(typeof row === "object" && row !== null && "payload" in row);
      return { agent: file.replace(".jsonl", ""), payload: row.payload };
    }),
);

void test("every recorded payload is read as its own agent's", () => {
  assert.ok(recorded.length > 80);
  for (const { agent, payload } of recorded) {
    const { call, phase } = parsed(payload);
    // Kilo sends what OpenCode sends; the argument of the hook tells them apart.
    assert.equal(call.agent, agent, JSON.stringify(payload).slice(0, 200));
    if (phase === "before") assert.notEqual(call.call.kind, "unknown", call.tool);
  }
});

void test("every recorded call keeps its folder, its session and its command or path", () => {
  for (const { payload } of recorded) {
    const { call, phase } = parsed(payload);
    const text = JSON.stringify(payload);
    if (text.includes('"cwd":')) assert.equal(call.cwd, "/home/dev/shop");
    if (phase === "prompt") continue;
    if (call.call.kind === "shell" && phase === "before")
      assert.ok(call.call.commands[0] !== undefined && call.call.commands[0] !== "");
    if (call.call.kind === "read" && phase === "before") assert.ok(call.call.paths.length > 0, text.slice(0, 300));
    if (call.call.kind === "edit" && phase === "before")
      assert.ok(call.call.paths.length > 0 && call.call.text.length > 0, text.slice(0, 300));
  }
});

for (const { name, payload, agent, form, phase, call } of documented) {
  void test(`written from documentation: ${name}`, () => {
    const result = parsed(payload);
    assert.equal(result.call.agent, agent);
    assert.equal(result.form, form);
    assert.equal(result.phase, phase);
    assert.deepEqual(result.call.call, call);
  });
}

void test("what is no payload has a name", () => {
  assert.equal(parsePayload(""), "not-json");
  assert.equal(parsePayload("{"), "not-json");
  assert.equal(parsePayload("[]"), "unknown-shape");
  assert.equal(parsePayload("null"), "unknown-shape");
  assert.equal(parsePayload("{}"), "unknown-shape");
  assert.equal(parsePayload('"x"'), "unknown-shape");
  assert.equal(parsePayload(`{"a":"${"x".repeat(4 * 1024 * 1024)}"}`), "too-large");
  assert.equal(
    parsePayload(
      `{"hook_event_name":"PreToolUse","tool_name":"X","tool_input":${'{"a":'.repeat(90)}1${"}".repeat(90)}}`,
    ),
    "unknown-shape",
  );
});

void test("any field missing or of another type gives a payload or a named failure, never a crash or an empty call", () => {
  const values = fc.oneof(
    fc.constant(null),
    fc.integer(),
    fc.boolean(),
    fc.constant([]),
    fc.constant({}),
    fc.string(),
    fc.constant("x".repeat(100_000)),
    fc.array(fc.string()),
    fc.object(),
  );
  fc.assert(
    fc.property(
      fc.constantFrom(...recorded),
      fc.nat(),
      fc.option(values, { nil: undefined }),
      (record, pick, value) => {
        const text = JSON.stringify(record.payload);
        const copy: unknown = JSON.parse(text);
        mutate(copy, pick, value);
        const result = parsePayload(JSON.stringify(copy));
        if (typeof result === "string") return;
        assert.ok(["before", "after", "prompt", "other"].includes(result.phase));
        assert.ok(result.call.strings.every((one) => typeof one === "string"));
      },
    ),
    { numRuns: 2000 },
  );
});

/** Replaces or removes the field that `pick` falls on, at any depth. */
function mutate(data: unknown, pick: number, value: unknown): void {
  const spots: (readonly [object, string])[] = [];
  const visit = (node: unknown): void => {
    if (typeof node !== "object" || node === null || Array.isArray(node)) return;
    for (const [key, inner] of Object.entries(node)) {
      spots.push([node, key]);
      visit(inner);
    }
  };
  visit(data);
  const spot = spots[pick % spots.length];
  if (spot === undefined) return;
  if (value === undefined) Reflect.deleteProperty(spot[0], spot[1]);
  else Reflect.set(spot[0], spot[1], value);
}
