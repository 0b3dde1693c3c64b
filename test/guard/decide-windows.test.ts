import assert from "node:assert/strict";
import test from "node:test";
import fc from "fast-check";
import { decide } from "../../src/guard/decide.ts";
import { windowsDumping, windowsHarmless, windowsReading } from "./windows-commands.ts";
import { makeWorkspace } from "./workspace.ts";

const workspace = makeWorkspace();

/** All that went wrong in one list. */
function wrong(commands: readonly string[], kind: "allow" | "deny"): readonly string[] {
  return commands.flatMap((command) => {
    const call = workspace.call(command.replaceAll("ROOT", workspace.root), { tool: "powershell" });
    const verdict = decide(call, workspace.context);
    return verdict.kind === kind ? [] : [`${verdict.kind} ${verdict.kind === "allow" ? "" : verdict.rule}: ${command}`];
  });
}

void test("nothing stands twice", () => {
  for (const table of [windowsReading, windowsDumping, windowsHarmless])
    assert.equal(new Set(table).size, table.length);
  assert.ok(windowsReading.length >= 100 && windowsHarmless.length >= 100);
});
void test("every way to a protected file is refused", () => assert.deepEqual(wrong(windowsReading, "deny"), []));
void test("every way to print credentials is refused", () => assert.deepEqual(wrong(windowsDumping, "deny"), []));
void test("everyday commands run with no question", () => assert.deepEqual(wrong(windowsHarmless, "allow"), []));

const wraps: readonly ((command: string) => string)[] = [
  (command) => `npm test; ${command}`,
  (command) => `cmd /c "${command.replaceAll('"', "'")}"`,
  (command) => `powershell -NoProfile -Command "${command.replaceAll('"', "'")}"`,
  (command) => `powershell -enc ${Buffer.from(command, "utf16le").toString("base64")}`,
  (command) => `if ($true) { ${command} }`,
  (command) => `try { ${command} } finally { npm test }`,
];
void test("wrapping changes no verdict", () => {
  const simple = ["gc .env", "type secrets\\prod.pem", "sls x .e*", "gci -r | gc"];
  const everyday = ["npm test", "git status", "gc src/app.js", "dir", "Test-Path .env"];
  const twice = (commands: readonly string[]) =>
    commands.flatMap((command) => wraps.flatMap((outer) => wraps.map((inner) => outer(inner(command)))));
  assert.deepEqual(wrong(twice(simple), "deny"), []);
  assert.deepEqual(wrong(twice(everyday), "allow"), []);
});

void test("any text is judged", () => {
  const word = fc.constantFrom(
    "gc",
    "'",
    '"',
    "{",
    "(",
    "|",
    "$f",
    "=",
    "%f%",
    "iex",
    "cmd",
    "/c",
    "-enc",
    "`",
    "^",
    ".env",
  );
  const text = fc.oneof(
    fc.string({ maxLength: 200 }),
    fc.array(word, { maxLength: 30 }).map((words) => words.join(" ")),
  );
  fc.assert(
    fc.property(text, (command) => {
      const { kind } = decide(workspace.call(command, { tool: "powershell" }), workspace.context);
      assert.ok(["allow", "ask", "deny"].includes(kind));
    }),
    { numRuns: 300 },
  );
});
