import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import test from "node:test";
import { rowOf } from "../../src/audit/read.ts";
import { type Ended, leastkey, programs } from "../sample/program.ts";

const folder = realpathSync(mkdtempSync(join(tmpdir(), "leastkey-policy-cli-")));
test.after(() => rmSync(folder, { recursive: true, force: true }));
const root = join(folder, "shop");
const env = {
  ...Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^CLAUDE|^AI_AGENT/.test(name))),
  LEASTKEY_HOME: join(folder, "home"),
  LEASTKEY_PASSPHRASE: "for this test",
  NO_COLOR: "1",
};
const cli = (...args: readonly string[]): Promise<Ended> => leastkey(args, { cwd: root, env });
const asAgent = (...args: readonly string[]): Promise<Ended> =>
  leastkey(args, { cwd: root, env: { ...env, AI_AGENT: "claude-code_2-1-330_agent" } });
const policyPath = join(root, ".leastkey", "policy.yaml");
mkdirSync(join(root, ".leastkey"), { recursive: true });
const passport = `agents:
  claude-code@staging:
    permissions: { crm: [read], mail: [read, write] }
    restrictions: [no-delete]
    commands: ["node -p *"]
    grants: { approve: never }
`;
const value = `planted-${"q7".repeat(9)}`;

void test("check tells what is wrong with place and reason, exit code 2; and what holds, exit code 0", async () => {
  writeFileSync(policyPath, "agents:\n  claude-code@staging:\n    permissions: { crm: [erase] }\n");
  const bad = await cli("policy", "check");
  assert.equal(bad.code, 2);
  assert.match(bad.stdout, /error \.leastkey\/policy\.yaml:3: .*one of read, write, delete/);
  writeFileSync(policyPath, passport);
  const good = await cli("policy", "check", "--json");
  assert.equal(good.code, 0, good.stderr);
  const told: unknown = JSON.parse(good.stdout);
  assert.deepEqual(told, {
    version: 1,
    root,
    written: true,
    approved: false,
    environment: "unknown",
    passports: [
      { file: "the built-in policy", id: "*" },
      { file: ".leastkey/policy.yaml", id: "claude-code@staging" },
    ],
    faults: [],
  });
});

void test("a policy that changed is on the trail once, with the file, and the agent whose marks the shell carries", async () => {
  writeFileSync(policyPath, `${passport}# changed by an agent\n`);
  await asAgent("policy", "check");
  await cli("policy", "check");
  writeFileSync(policyPath, passport);
  await cli("policy", "check");
  const lines = readFileSync(join(env.LEASTKEY_HOME, "audit", "trail.jsonl"), "utf8")
    .trim()
    .split("\n");
  const changes = lines.flatMap((line) => rowOf(line) ?? []).filter(({ action }) => action === "policy.change");
  assert.deepEqual(changes.map(({ reason, agent, attribution }) => [reason, agent, attribution]).slice(-2), [
    [".leastkey/policy.yaml changed", "claude-code", "likely"],
    [".leastkey/policy.yaml changed", undefined, "unknown"],
  ]);
});

void test("explain names the line; exit code 1 for what is denied", async () => {
  const allowed = await cli("policy", "explain", "claude-code@staging", "crm@staging", "delete");
  assert.equal(allowed.code, 1, allowed.stderr);
  assert.match(
    allowed.stdout,
    /^deny: .*\n {2}the passport forbids deleting \(no-delete\)\n {2}\.leastkey\/policy\.yaml:4 /,
  );
  const asked = await cli("policy", "explain", "claude-code@staging", "leastkey://shop/staging/mail/key", "write");
  assert.equal(asked.code, 0, asked.stderr);
  assert.match(asked.stdout, /^ask: /, "the workspace's file alone widens nothing");
  assert.equal((await cli("policy", "explain", "x@moon", "crm@staging", "read")).code, 2);
  assert.equal((await cli("policy", "explain", "x", "crm@moon", "read")).code, 2);
});

const hasScript = process.platform !== "win32" && spawnSync("script", ["--version"]).error === undefined;
const onTerminal = (answer: string, command: string): string => {
  const line = `${process.execPath} ${resolve(programs, "cli.js")} ${command}`;
  return spawnSync("script", ["-q", "-e", "-c", line, "/dev/null"], {
    cwd: root,
    env,
    input: `${answer}\n`,
    encoding: "utf8",
    timeout: 60_000,
  }).stdout;
};

void test("a policy is approved on a terminal alone, never by an agent; then it decides", {
  skip: hasScript ? false : "no script(1) here",
}, async () => {
  const piped = await cli("policy", "approve");
  assert.equal(piped.code, 2);
  assert.match(piped.stderr, /approved on a terminal, and there is none/);
  const byAgent = await asAgent("policy", "approve");
  assert.equal(byAgent.code, 2);
  assert.match(byAgent.stderr, /started by a coding agent/);
  assert.equal((await asAgent("policy", "env", "production")).code, 2);
  assert.match(onTerminal("n", "policy approve"), /\+ agents:/);
  const explain = () => cli("policy", "explain", "claude-code@staging", "mail@staging", "write");
  assert.match((await explain()).stdout, /^ask: /);
  assert.match(onTerminal("y", "policy approve"), /approved as it is/);
  assert.match((await explain()).stdout, /^allow: /);
  writeFileSync(policyPath, `${passport}# changed\n`);
  assert.match((await explain()).stdout, /^ask: /, "any change ends the approval");
  writeFileSync(policyPath, passport);
  assert.match(readFileSync(join(folder, "home", "audit", "trail.jsonl"), "utf8"), /a human approved the workspace/);
});

void test("run, read and inject resolve no credential of another environment, and an agent what its passport says", {
  skip: hasScript ? false : "no script(1) here",
}, async () => {
  for (const name of ["staging/mail", "production/mail", "staging/crm", "staging/billing"]) {
    const set = await leastkey(["vault", "set", `leastkey://shop/${name}/key`], {
      cwd: root,
      env,
      input: `${value}\n`,
    });
    assert.equal(set.code, 0, set.stderr);
  }
  assert.equal((await cli("policy", "env", "staging")).code, 0);
  const read = await cli("read", "leastkey://shop/production/mail/key");
  assert.equal(read.code, 1);
  assert.match(read.stderr, /is of production, and this session is staging \(leastkey policy env set it\)/);
  assert.equal((await cli("read", "leastkey://shop/staging/mail/key")).stdout, `${value}\n`);
  const run = async (who: typeof cli, reference: string, ...command: readonly string[]): Promise<Ended> => {
    writeFileSync(join(root, ".env"), `KEY=${reference}\n`);
    return who("run", "--", ...(command.length > 0 ? command : ["node", "-p", "process.env.KEY.length"]));
  };
  assert.equal((await run(cli, "leastkey://shop/production/mail/key")).code, 1);
  assert.equal((await run(cli, "leastkey://shop/staging/billing/key")).stdout, `${String(value.length)}\n`, "a human");
  assert.equal((await run(asAgent, "leastkey://shop/staging/mail/key")).stdout, `${String(value.length)}\n`);
  assert.equal((await run(asAgent, "leastkey://shop/staging/crm/key")).code, 0, "the command is listed");
  const unlisted = await run(asAgent, "leastkey://shop/staging/crm/key", "node", "-e", "1");
  assert.equal(unlisted.code, 1);
  assert.match(unlisted.stderr, /no permission to run with crm \(only read\) \(\.leastkey\/policy\.yaml:3\)/);
  assert.equal((await run(asAgent, "leastkey://shop/staging/billing/key")).code, 1);
  const destroys = await run(asAgent, "leastkey://shop/staging/mail/key", "terraform", "destroy");
  assert.match(destroys.stderr, /is not permitted: the passport forbids deleting \(no-delete\)/);
  for (const ended of [unlisted, destroys]) assert.ok(!(ended.stdout + ended.stderr).includes(value));
});
