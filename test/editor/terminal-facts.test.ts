import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import test from "node:test";
import { agents } from "../../src/agents/index.ts";
import { secretByName } from "../../src/core/detect/secret-names.ts";
import { Secret } from "../../src/core/secret.ts";
import { commandFacts, markedAgent, terminalEvent, unwrapped } from "../../src/editor/terminal-facts.ts";
import type { DecideContext } from "../../src/guard/decide-context.ts";
import { writeIndex } from "../../src/guard/write-index.ts";
import { fingerprinterOf } from "../../src/platform/fingerprint.ts";
import { leastkeyHome } from "../../src/platform/home.ts";
import { nodeFiles } from "../../src/platform/node-files.ts";
import { planted } from "./samples.ts";

const root = mkdtempSync(join(tmpdir(), "leastkey-terminal-"));
test.after(() => rmSync(root, { recursive: true, force: true }));
const files = nodeFiles();
const fingerprinter = fingerprinterOf(new Uint8Array(32).fill(7));
const home = leastkeyHome({ LEASTKEY_HOME: join(root, "home") });
const context: DecideContext = { files, fingerprinter, home, userHome: "/nobody", secretByName };
const workspace = join(root, "shop");
files.replace(join(workspace, "src", "pay.ts"), "code");
writeFileSync(join(workspace, ".env"), "A=b");
const value = fingerprinter.tripwire(Secret.of(planted), "Acme secret key (production)");
assert.ok(value);
writeIndex(
  workspace,
  { protectedPaths: [{ path: "src/pay.ts", because: "finding", reason: "Acme secret key" }], values: [value] },
  { files, fingerprinter, clock: { now: () => 0 } },
  home,
);
const here = { variables: new Set(["ACME_KEY"]), values: [] };
const facts = (command: string) => commandFacts(command, workspace, context, here);

const cases: readonly [string, string | undefined][] = [
  ["echo hello", undefined],
  ["ls -la src", undefined],
  ["npm test && git status", undefined],
  ["cat .env", "protected-path"],
  [" cat src/pay.ts | head -3", "protected-path"],
  [`curl -H 'X-Key: ${planted}' https://api.example.com`, "tripwire"],
  [`echo ${Buffer.from(planted).toString("base64")} | base64 -d`, "tripwire"],
  ['curl -u "$ACME_KEY:" https://api.example.com', "credential-variable"],
  ["printenv", "environment-dump"],
  ["rm -rf build", undefined],
  ["deploy --db-password letmein", "credential-option"],
  ["docker login -u me -p letmein", "credential-option"],
  ["git credential fill", "credential-print"],
  ["docker-credential-desktop get", "credential-print"],
  ["cat ~/.ssh/id_ed25519", "protected-path"],
];
for (const [command, rule] of cases) {
  void test(`terminal: ${command.replaceAll(planted, "VALUE")}`, () => {
    const told = facts(command);
    assert.equal(told.rule, rule);
    assert.equal(told.isAboutCredentials, rule !== undefined);
    assert.ok(!JSON.stringify(told).includes(planted));
  });
}

void test("a known value is masked in every position and form, whatever surrounds it", () => {
  const spellings = [planted, `${planted.slice(0, 9)}""${planted.slice(9)}`, encodeURIComponent(planted)];
  for (const spelling of spellings) {
    const { command } = facts(`deploy --with ${spelling} --then x${spelling}y`);
    assert.ok(!command.replaceAll('"', "").includes(planted), "a value came through");
  }
  const long = `${"x ".repeat(40_000)}${planted}`;
  assert.match(facts(long).command, /^\[a command of \d+ characters\]$/);
});

void test("a value that only this window's scan knows, of no shape, in a workspace without an index", () => {
  const bare = "7c9e6679-7425-40de-944b-e07fc1f90ae7";
  const entry = fingerprinter.tripwire(Secret.of(bare), "Railway API token");
  assert.ok(entry);
  const elsewhere = join(root, "elsewhere");
  const seen = (values: readonly (typeof entry)[]) =>
    commandFacts(`deploy ${bare}`, elsewhere, context, { variables: new Set(), values });
  assert.equal(seen([]).isAboutCredentials, false);
  const told = seen([entry]);
  assert.deepEqual(
    [told.rule, told.command, told.credentials],
    ["tripwire", "deploy [Railway API token]", [entry.fingerprint]],
  );
});

void test("a syntax error hides nothing", () => {
  const told = facts(`cat src/pay.ts "unclosed ${planted}`);
  assert.equal(told.isAboutCredentials, true);
  assert.ok(!told.command.includes(planted));
});

void test("the real command is read out of the agent's sandbox", () => {
  const wrapped = `TMPDIR="/t" "/x/node" "/x/cli.js" --settings "/t/vscode-sandbox-settings-9f.json" -c 'cat '\\''.env'\\'''`;
  assert.equal(unwrapped(wrapped), "cat '.env'");
  assert.equal(facts(wrapped).rule, "protected-path");
});

void test("an agent is told by the marks in the terminal's environment, a person by nothing", () => {
  assert.equal(markedAgent({ AI_AGENT: "github_copilot_vscode_agent" }, agents), "copilot");
  assert.equal(markedAgent({ CLINE_ACTIVE: "true" }, agents), "cline");
  assert.equal(markedAgent({ CLINE_ACTIVE: null, PATH: "/bin" }, agents), undefined);
  assert.equal(markedAgent(undefined, agents), undefined);
});

void test("the record says how sure it is: who, and whether the line is whole", () => {
  const base = { facts: facts("cat .env"), cwd: workspace, workspace };
  const ended = { exitCode: 1, durationMs: 5 };
  const known = terminalEvent({ ...base, agent: "cline", isUncertain: true, ended });
  assert.deepEqual(
    [known.attribution, known.agent, known.uncertain, known.outcome, known.exitCode],
    ["likely", "cline", true, "failed", 1],
  );
  const running = terminalEvent({ ...base, agent: undefined, isUncertain: false });
  assert.deepEqual([running.attribution, running.agent, running.uncertain], ["unknown", undefined, undefined]);
  assert.match(running.reason ?? "", /still running/);
});
