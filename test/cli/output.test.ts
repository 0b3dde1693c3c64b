import assert from "node:assert/strict";
import test from "node:test";
import { createOutput } from "../../src/cli/output.ts";
import { LeastkeyError } from "../../src/core/errors.ts";

function sink(isTTY = false): { text: string; isTTY: boolean; write(text: string): void } {
  return {
    text: "",
    isTTY,
    write(text: string) {
      this.text += text;
    },
  };
}

void test("results go to stdout, talk and errors to stderr, each with what to do next", () => {
  const out = sink();
  const err = sink();
  const output = createOutput(out, err, {});
  output.result("src/a.ts:1");
  output.talk("one secret");
  output.error(new LeastkeyError("busy", "another Leastkey is at work here", "try again in a moment"));
  assert.equal(out.text, "src/a.ts:1\n");
  assert.equal(
    err.text,
    "leastkey: one secret\nleastkey: error: another Leastkey is at work here\nleastkey: hint: try again in a moment\n",
  );
});

const colours: readonly (readonly [string, boolean, Record<string, string>, boolean])[] = [
  ["a pipe", false, {}, false],
  ["a terminal", true, {}, true],
  ["a terminal with NO_COLOR", true, { NO_COLOR: "1" }, false],
  ["a dumb terminal", true, { TERM: "dumb" }, false],
];
for (const [title, isTTY, env, coloured] of colours) {
  void test(`${title} gets ${coloured ? "colour" : "no colour"}`, () => {
    const output = createOutput(sink(isTTY), sink(), env);
    assert.equal(output.style("red", "x").includes("\u001b["), coloured);
  });
}

void test("progress is shown in place on a terminal, cleared before the next line, and never in CI or a pipe", () => {
  const err = sink(true);
  const output = createOutput(sink(), err, {});
  output.progress("3 of 9");
  output.talk("done");
  assert.match(err.text, /3 of 9.*\r\u001b\[Kleastkey: done\n$/s);
  const quiet = sink(true);
  createOutput(sink(), quiet, { CI: "true" }).progress("3 of 9");
  const pipe = sink();
  createOutput(sink(), pipe, {}).progress("3 of 9");
  assert.equal(quiet.text + pipe.text, "");
});
