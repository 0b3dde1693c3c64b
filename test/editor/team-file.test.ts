import assert from "node:assert/strict";
import test from "node:test";
import { teamFileHelp } from "../../src/editor/team-file-help.ts";
import { teamWordsAt } from "../../src/editor/team-words.ts";
import { parseTeamFile } from "../../src/guard/boundary/team-file.ts";
import { fake, window } from "../fakes/vscode.ts";

test.beforeEach(() => fake.reset());

const labels = (before: string): readonly string[] => teamWordsAt(before).map(({ label }) => label);

void test("what fits where: templates, keys, attempts, places, agents", () => {
  assert.deepEqual(labels("").slice(0, 2), ["version", "the staging agent cannot delete"]);
  assert.ok(labels("    ").includes("must_not"));
  assert.ok(labels("  - ").includes("no secret in a readable path"));
  assert.ok(labels("    attempt: { ").includes("shell"));
  assert.ok(labels("      - ").includes("prompt"));
  assert.ok(labels('    attempt: { shell: "cat {').includes("worktree"));
  assert.ok(labels("      - read: '{fi").includes("file"));
  assert.ok(labels("    agents: [").includes("claude-code"));
  assert.deepEqual(labels("    held_by: "), ["deny", "ask"]);
  assert.deepEqual(labels("    session: "), ["development", "test", "staging", "production"]);
  assert.deepEqual(labels("    title: what"), []);
});

/** What a template leaves in the file when each of its places keeps its first text. */
const filled = (snippet: string): string =>
  snippet
    .replace(/\$\{\d+:((?:[^}\\]|\\.)*)\}/g, (_all, words: string) => words.replaceAll("\\}", "}"))
    .replace(/\$\{\d+\|([^,|]*)[^}]*\}/g, "$1");

void test("each template is a boundary that the parser takes", () => {
  const templates = teamWordsAt("  - ").filter(({ snippet }) => snippet.startsWith("- "));
  assert.equal(templates.length, 4);
  for (const { snippet, label } of templates) {
    const [scenario] = parseTeamFile(`version: 1\nboundaries:\n${filled(snippet).replace(/^/gm, "  ")}`);
    assert.ok(scenario !== undefined && scenario.attempts.length === 1, `${label}: ${filled(snippet)}`);
  }
});

void test("a mistake is marked on its line, and the mark goes with it", async () => {
  const help = teamFileHelp({ log: window.createOutputChannel() } as never);
  const document = fake.open("/w/.leastkey/boundaries.yaml", "version: 1\nboundaries:\n  - id: x\n");
  const marks = () => fake.diagnostics.get(`leastkey boundaries ${document.uri.toString()}`) ?? [];
  const settled = async (count: number): Promise<void> => {
    for (let look = 0; look < 100 && marks().length !== count; look++)
      await new Promise((done) => setTimeout(done, 10));
    assert.equal(marks().length, count);
  };
  await settled(1);
  assert.match(JSON.stringify(marks()), /"line":2/);
  document.type('version: 1\nboundaries:\n  - id: x\n    title: t\n    attempt: { read: "{file}" }\n    must_not: m\n');
  await settled(0);
  help.dispose();
});
