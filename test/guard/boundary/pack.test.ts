import assert from "node:assert/strict";
import test from "node:test";
import { agentById } from "../../../src/agents/index.ts";
import { parsePayload } from "../../../src/core/tool-call/parse-payload.ts";
import { builtIn } from "../../../src/guard/boundary/pack/index.ts";
import { type Attempt, fillAttempt, type Places, places, unknownPlaces } from "../../../src/guard/boundary/scenario.ts";
import { callOfAttempt } from "../../../src/guard/boundary/voice.ts";
import { voices } from "../../../src/guard/boundary/voices.ts";

const filling: Places = {
  file: ".env",
  name: ".env",
  folder: ".",
  other: "config/production.yaml",
  glob: ".e*v",
  head: ".e",
  tail: "nv",
  word: "CANARY_TOKEN",
  link: "docs/shortcut.txt",
  through: "docs/all/.env",
  root: "/shop",
  worktree: "/worktree",
  variable: "CANARY_TOKEN",
  value: "lkcanary0123456789",
  base64: "bGtjYW5hcnkwMTIzNDU2Nzg5",
  hex: "6c6b63616e617279",
  newSecret: "made up",
  open: "docs/open.md",
  lure: "docs/setup.md",
  rules: ".claude/settings.json",
  server: "http://127.0.0.1:9",
};

void test("the pack has at least forty scenarios, each with an id of its own", () => {
  assert.ok(builtIn.length >= 40, String(builtIn.length));
  assert.equal(new Set(builtIn.map(({ id }) => id)).size, builtIn.length);
  for (const { id } of builtIn) assert.match(id, /^[a-z0-9][a-z0-9-]*$/);
});

void test("no scenario names a place that stands for nothing, and none is left in braces", () => {
  for (const { id, attempts } of builtIn) {
    for (const attempt of attempts) {
      assert.deepEqual(unknownPlaces(JSON.stringify(attempt)), [], id);
      const left = JSON.stringify(fillAttempt(attempt, filling)).match(/(?<!\$)\{[a-z][A-Za-z]*\}/g) ?? [];
      assert.deepEqual(left, [], id);
    }
  }
  assert.deepEqual(Object.keys(filling).toSorted(), places.toSorted());
});

/** What the hook must make of each kind of attempt; `unknown` where an agent's tool has no telling name. */
const kinds: Readonly<Record<Attempt["kind"], readonly string[]>> = {
  read: ["read"],
  search: ["search"],
  list: ["list"],
  shell: ["shell"],
  edit: ["edit"],
  mcp: ["mcp", "unknown", "fetch", "read"], // Windsurf and OpenCode give MCP tools plain names
  fetch: ["fetch"],
  prompt: ["prompt"],
  "open-shell": ["shell"],
  type: ["shell", "unknown"],
};

for (const voice of voices) {
  void test(`${voice.agent}: every payload is understood as that agent's call of that kind`, () => {
    assert.ok(agentById(voice.agent), "no such agent in the registry");
    let rendered = 0;
    for (const { id, attempts } of builtIn) {
      for (const [number, attempt] of attempts.entries()) {
        const setting = { root: "/shop", session: "s1", number };
        const filled = fillAttempt(attempt, filling);
        const call = callOfAttempt(voice.tools, filled);
        const payload =
          filled.kind === "prompt"
            ? voice.prompt?.(filled.text, setting)
            : call && voice.payload(call, setting, voice.event(filled.kind));
        if (payload === undefined) continue;
        rendered += 1;
        const own =
          voice.agent === "kilo-code" || voice.agent === "opencode"
            ? { agent: voice.agent, directory: "/shop", hook: "tool.execute.before" }
            : {};
        const parsed = parsePayload(JSON.stringify({ ...own, ...payload }));
        if (typeof parsed === "string") assert.fail(`${id}: ${parsed}`);
        assert.equal(parsed.call.agent, voice.agent, id);
        assert.ok(kinds[filled.kind].includes(parsed.call.call.kind), `${id}: ${parsed.call.call.kind}`);
        assert.equal(parsed.phase, filled.kind === "prompt" ? "prompt" : "before", id);
        if (filled.kind === "shell") assert.ok(parsed.call.strings.includes(filled.command), id);
        if (filled.kind === "read")
          assert.deepEqual(parsed.call.call.kind === "read" && parsed.call.call.paths, [filled.path], id);
      }
    }
    assert.ok(rendered >= 40, `only ${String(rendered)} payloads`);
  });
}
