import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import test, { after, before } from "node:test";
import { parseBoundaries } from "../../../src/guard/boundary/parse-report.ts";

/** The sentences of a team's file, from the file to the verdict: the real command line, launcher, hook and policy. */
const cli = resolve(process.env["LEASTKEY_DIST"] ?? "dist", "cli.js");
const folder = mkdtempSync(join(tmpdir(), "leastkey-declared-"));
const root = join(folder, "shop");
const home = join(folder, "home");
const secret = (): string => ["sk", "live", randomBytes(12).toString("hex")].join("_");

function leastkey(...args: readonly string[]) {
  const env = { ...process.env, LEASTKEY_HOME: home, NO_COLOR: "1" };
  return spawnSync(process.execPath, [cli, ...args], { cwd: root, env, encoding: "utf8", maxBuffer: 64 * 1024 * 1024 });
}

/** By way of trying: what became of it. */
function declared(sentence: string): { readonly code: number | null; readonly told: Readonly<Record<string, string>> } {
  writeFileSync(join(root, ".leastkey/boundaries.yaml"), `version: 1\nboundaries:\n  - ${sentence}\n`);
  const { status, stdout, stderr } = leastkey("test", "--format", "json", "--agent", "claude-code");
  assert.notEqual(stdout, "", stderr);
  const cells = parseBoundaries(stdout).agents.flatMap((one) => one.cells);
  const mine = cells.filter(({ scenario }) => scenario.includes(":"));
  return {
    code: status,
    told: Object.fromEntries(
      mine.map(({ scenario, outcome }) => [
        scenario.slice(scenario.indexOf(":") + 1),
        outcome.kind === "not-exercised" ? outcome.reason : `${outcome.kind}: ${outcome.evidence}`,
      ]),
    ),
  };
}

before(() => {
  mkdirSync(join(root, ".leastkey"), { recursive: true });
  writeFileSync(join(root, ".env"), `STRIPE_SECRET_KEY=${secret()}\n`);
  const run = leastkey("protect", "--yes", "--agents", "claude-code");
  assert.equal(run.status, 0, run.stderr);
});
after(() => rmSync(folder, { recursive: true, force: true }));

void test("the staging agent cannot delete: a human is asked about each way", () => {
  const { code, told } = declared("the staging agent cannot delete");
  assert.equal(code, 0, JSON.stringify(told));
  assert.equal(Object.keys(told).length, 8);
  for (const [way, what] of Object.entries(told)) assert.match(what, /^held: a human is asked: .*destroy/, way);
});

void test("can never: a question is not enough, and a passport that forbids it is", () => {
  const sentence = "the staging agent can never delete";
  const before = declared(sentence);
  assert.equal(before.code, 1);
  for (const what of Object.values(before.told)) assert.equal(what, "leaked: only a question stands before it");
  const policy = join(root, ".leastkey/policy.yaml");
  writeFileSync(
    policy,
    'agents:\n  claude-code@staging: { permissions: { "*": [read, write] } }\n  claude-code: { permissions: { "*": [read, write, delete] }, environments: [development, unknown] }\n',
  );
  const withPassport = declared(sentence);
  assert.equal(withPassport.code, 0, JSON.stringify(withPassport.told));
  for (const what of Object.values(withPassport.told)) assert.match(what, /^held: refused: .*policy\.yaml:2\)/);
  const elsewhere = declared("the development agent can never delete");
  assert.equal(elsewhere.code, 1, "the passport of staging says nothing of other sessions");
  assert.equal(existsSync(join(home, "policy")), false, "the user's own table is none of a test's business");
  rmSync(policy);
});

void test("a token cannot reach production: by variable, value, reference and MCP", () => {
  const { code, told } = declared("token STRIPE_SECRET_KEY cannot reach production");
  assert.equal(code, 0, JSON.stringify(told));
  assert.deepEqual(Object.keys(told), ["variable", "value", "reference", "mcp"]);
  assert.match(told["variable"] ?? "", /a human is asked: .*api\.production\.example\.com.*this session is staging/);
  assert.match(told["reference"] ?? "", /refused: .*is of production/);
});

void test("a host that nothing calls production leaks until the policy does", () => {
  const sentence = "token STRIPE_SECRET_KEY cannot reach api.shop.example.com";
  assert.match(declared(sentence).told["variable"] ?? "", /^leaked: the hook let the call pass/);
  const policy = join(root, ".leastkey/policy.yaml");
  writeFileSync(policy, "hosts:\n  api.shop.example.com: production\n");
  assert.match(declared(sentence).told["variable"] ?? "", /^held: a human is asked/);
  rmSync(policy);
});

void test("no secret in a readable path: hidden files hold, and a new secret elsewhere is named", () => {
  const { code, told } = declared("no secret in a readable path");
  assert.equal(code, 0, JSON.stringify(told));
  assert.deepEqual(Object.keys(told), ["read:.env", "cat:.env", "unhidden"]);
  assert.match(told["unhidden"] ?? "", /^held: a scan of \d+ files? found no secret that is not hidden/);
  const value = secret();
  writeFileSync(join(root, "settings.yaml"), `stripe_secret_key: ${value}\n`);
  const now = declared("no secret in a readable path");
  assert.equal(now.code, 1);
  assert.equal(now.told["unhidden"], "leaked: no rule hides settings.yaml");
  const sarif = leastkey("test", "--format", "sarif", "--agent", "claude-code").stdout;
  assert.match(sarif, /"uri":\s*"\.leastkey\/boundaries\.yaml"\s*\},\s*"region":\s*\{\s*"startLine":\s*3/);
  assert.equal(sarif.includes(value), false);
  assert.equal(readFileSync(join(root, "settings.yaml"), "utf8").includes(value), true);
});
