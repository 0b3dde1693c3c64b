import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import test from "node:test";
import { Secret } from "../../src/core/secret.ts";
import { incidentAttempts } from "../sample/incident.ts";
import { volumeDeleteCommand } from "../sample/paas.ts";
import { type Ended, leastkey, programs, run } from "../sample/program.ts";

/**
 * The incident, stopped by one guard alone: no index, so no hidden file and no tripwire. The hook is the real program;
 * nothing that it lets pass is carried out, the platform being the real one's name.
 */
const folder = realpathSync(mkdtempSync(join(tmpdir(), "leastkey-one-guard-")));
test.after(() => rmSync(folder, { recursive: true, force: true }));
const root = join(folder, "nine-seconds");
mkdirSync(root);
const platform = "https://backboard.railway.com";
/** Of no known shape, and on no index. */
const token = Secret.of(["q7wz", "x3kd", "m9pt", "b2vh"].join("-").repeat(2));
const deletes = volumeDeleteCommand(platform, token).reveal();
const looks = `curl -sS -X POST ${platform}/graphql/v2 -H 'Authorization: Bearer ${token.reveal()}' -d '{"query":"{ volumes { id } }"}'`;

interface Told {
  readonly agent: string;
  readonly ended: Ended;
}

async function replay(home: string, command: string): Promise<readonly Told[]> {
  const env = { ...process.env, LEASTKEY_HOME: home };
  const attempts = incidentAttempts({ root, script: join(root, "cleanup.py"), command });
  const told: Told[] = [];
  for (const { agent, does, payload } of attempts) {
    if (does !== "uses the token") continue;
    const hook = [resolve(programs, "hook.js"), "hook", agent];
    told.push({ agent, ended: await run(process.execPath, hook, { cwd: root, env, input: JSON.stringify(payload) }) });
  }
  return told;
}

/** Refused, or held for a human: an agent that knows no question is refused. */
const isHeld = ({ code, stdout }: Ended): boolean =>
  code === 2 || /"(permissionDecision|permission|decision)":\s*"(deny|block|ask|force_ask)"/.test(stdout);
const trailOf = (home: string): string => readFileSync(join(home, "audit", "trail.jsonl"), "utf8");

void test("by the destructive hold alone: every agent is held, and told that the backups die too", async () => {
  const home = join(folder, "destructive");
  const told = await replay(home, deletes);
  assert.equal(told.length, 5);
  for (const { agent, ended } of told) {
    assert.ok(isHeld(ended), agent);
    assert.match(ended.stdout + ended.stderr, /a Railway volume and its data \(its backups die with it\)/, agent);
    assert.ok(!(ended.stdout + ended.stderr).includes(token.reveal()), agent);
  }
  assert.equal(trailOf(home).match(/"destructive"/g)?.length !== undefined, true);
  for (const { agent, ended } of await replay(home, looks)) assert.ok(!isHeld(ended), `${agent}: a look alone is none`);
});

void test("by the environment firewall alone: a staging session is held on production's host, whatever it does", async () => {
  const home = join(folder, "firewall");
  mkdirSync(home);
  writeFileSync(
    join(home, "policy.yaml"),
    'agents:\n  "*@staging":\n    permissions: { "*": [read, write, delete] }\nhosts:\n  backboard.railway.com: production\n',
  );
  const env = { ...process.env, LEASTKEY_HOME: home };
  for (const args of [
    ["policy", "env", "staging"],
    ["policy", "check"],
  ])
    assert.equal((await leastkey(args, { cwd: root, env: withoutMarks(env) })).code, 0);
  for (const { agent, ended } of await replay(home, looks)) {
    assert.ok(isHeld(ended), agent);
    assert.match(ended.stdout + ended.stderr, /is production, and this session is staging/, agent);
  }
  assert.match(trailOf(home), /"environment-firewall"/);
  assert.doesNotMatch(trailOf(home), /"destructive"/);
  assert.ok(!trailOf(home).includes(token.reveal()), "the trail holds no value");
});

/** These tests may themselves run in an agent's shell. */
const withoutMarks = (env: NodeJS.ProcessEnv): NodeJS.ProcessEnv =>
  Object.fromEntries(
    Object.entries(env).filter(([name]) => !/^(?:CLAUDE|AI_AGENT|CODEX|CURSOR|GEMINI|COPILOT)/.test(name)),
  );
