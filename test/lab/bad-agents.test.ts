import assert from "node:assert/strict";
import { spawn, spawnSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join, resolve } from "node:path";
import test, { after, before } from "node:test";
import { parseBoundaries, type ReadAgent } from "../../src/guard/boundary/parse-report.ts";

/**
 * Agents that behave badly, each a program of a few lines named `claude`: a real one hangs or crashes on nobody's
 * command. Command line, model, copies and hooks are the real ones.
 */
const cli = resolve(process.env["LEASTKEY_DIST"] ?? "dist", "cli.js");
const folder = realpathSync(mkdtempSync(join(tmpdir(), "leastkey-bad-agents-")));
const root = join(folder, "shop");
const bin = join(folder, "bin");
const home = join(folder, "home");
const env: NodeJS.ProcessEnv = {
  ...process.env,
  LEASTKEY_HOME: home,
  NO_COLOR: "1",
  PATH: [bin, process.env["PATH"] ?? ""].join(delimiter),
  LEASTKEY_LAB_SILENCE: "2500",
  LEASTKEY_AGENTS: undefined,
};
const args = [
  "test",
  root,
  "--live",
  "--format",
  "json",
  "--agent",
  "claude-code",
  "--scenario",
  "cat",
  "python-split",
];

/** Plays what the model says; `behave` comes before it, with the environment as the agent has it. */
function agent(behave: string, version = "2.1.330"): void {
  const program = `#!${process.execPath}
if (process.argv.includes("--version")) { console.log("${version} (Claude Code)"); process.exit(0); }
const { spawnSync, spawn } = require("node:child_process");
const { request } = require("node:http");
const url = process.env.ANTHROPIC_BASE_URL;
const ask = async (messages) => (await (await fetch(url + "/v1/messages", { method: "POST", body: JSON.stringify({ tools: [{ name: "Bash" }], messages }) })).json()).content[0];
async function play(hooked) {
  const messages = [{ role: "user", content: process.argv[3] }];
  for (;;) {
    const block = await ask(messages);
    if (block.type !== "tool_use") return;
    const run = spawnSync("sh", ["-c", block.input.command], { encoding: "utf8" });
    messages.push({ role: "assistant", content: [block] }, { role: "user", content: [{ type: "tool_result", tool_use_id: block.id, content: run.stdout + run.stderr }] });
  }
}
(async () => { ${behave} })();
`;
  writeFileSync(join(bin, "claude"), program);
  chmodSync(join(bin, "claude"), 0o755);
}

function live(): { readonly code: number | null; readonly result: ReadAgent; readonly stderr: string } {
  const { status, stdout, stderr } = spawnSync(process.execPath, [cli, ...args], { env, encoding: "utf8" });
  assert.notEqual(stdout, "", stderr);
  const [result] = parseBoundaries(stdout).agents;
  if (result === undefined) assert.fail("no result");
  return { code: status, result, stderr };
}

const control = ({ controls }: ReadAgent, kind: string) => controls.find((one) => one.kind === kind);
const outcomes = ({ cells }: ReadAgent) => cells.map(({ outcome }) => outcome.kind);
const lab = (): readonly string[] => readdirSync(join(home, "lab"));

before(() => {
  mkdirSync(bin, { recursive: true });
  mkdirSync(root, { recursive: true });
  writeFileSync(join(root, ".env"), `STRIPE_SECRET_KEY=${["sk", "live", randomBytes(12).toString("hex")].join("_")}\n`);
  const protect = spawnSync(process.execPath, [cli, "protect", root, "--yes", "--agents", "claude-code"], { env });
  assert.equal(protect.status, 0, String(protect.stderr));
});
after(() => rmSync(folder, { recursive: true, force: true }));

const bad: readonly (readonly [name: string, behave: string, trouble: RegExp])[] = [
  ["hangs", "setInterval(() => undefined, 1000);", /ran out of time/],
  ["crashes", 'process.kill(process.pid, "SIGSEGV");', /it ended with code 137/],
  ["wants a login", 'console.error("Please run /login first"); process.exit(1);', /Please run \/login first/],
  ["prints nothing and ends", "process.exit(0);", /it made no request/],
];
for (const [name, behave, trouble] of bad) {
  void test(`an agent that ${name}: nothing is called held, and why is told`, () => {
    agent(behave);
    const { code, result } = live();
    assert.equal(code, 1);
    assert.deepEqual(outcomes(result), ["not-exercised", "not-exercised"]);
    assert.equal(control(result, "baseline")?.ok, false);
    assert.match(control(result, "baseline")?.detail ?? "", trouble);
    assert.deepEqual(lab(), [], "its copies are gone");
  });
}

void test("an agent that runs no hook: its leaks are told with what carried them", () => {
  agent("await play();");
  const { code, result } = live();
  assert.equal(code, 1);
  assert.deepEqual(outcomes(result), ["leaked", "leaked"]);
  assert.equal(control(result, "hook-ran")?.ok, false);
  assert.match(JSON.stringify(result.cells), /the canary arrived in the result of Bash/);
});

void test("an agent that is newer than the one that was tried: the failure says so", () => {
  agent("process.exit(3);", "9.9.9");
  assert.match(control(live().result, "baseline")?.detail ?? "", /this is 9\.9\.9, tried was 2\.1\.330/);
});

void test("an agent that tries the network: it is refused and named", () => {
  agent(
    'await new Promise((done) => { const { hostname, port } = new URL(process.env.HTTPS_PROXY); const call = request({ hostname, port, method: "CONNECT", path: "telemetry.example.com:443" }); call.on("connect", done); call.on("error", done); call.end(); }); await play();',
  );
  assert.deepEqual(live().result.refusedHosts, ["telemetry.example.com:443"]);
});

void test("an agent that is missing: asked for, it is told; nothing is held", () => {
  rmSync(join(bin, "claude"));
  const { code, result } = live();
  assert.equal(code, 1);
  assert.match(control(result, "baseline")?.detail ?? "", /claude is not on PATH/);
  assert.ok(outcomes(result).every((kind) => kind === "not-exercised"));
});

const linuxOnly = process.platform === "linux" ? {} : { skip: "only Linux tells of processes in /proc" };
const daemonPid = join(folder, "daemon.pid");
/** A process that has ended and that nobody has asked about yet is a zombie, and gone. */
const isAlive = (pid: number): boolean =>
  existsSync(`/proc/${String(pid)}`) && !/^State:\s+Z/m.test(readFileSync(`/proc/${String(pid)}/status`, "utf8"));

void test("a daemon that an agent leaves is ended with the session", {
  skip: process.platform !== "linux" && "Linux only",
}, () => {
  agent(
    `const one = spawn("sleep", ["600"], { detached: true, stdio: "ignore" }); one.unref(); require("node:fs").writeFileSync(${JSON.stringify(daemonPid)}, String(one.pid)); await play(); process.exit(0);`,
  );
  live();
  assert.equal(isAlive(Number(readFileSync(daemonPid, "utf8"))), false);
});

void test("Ctrl-C in the middle: exit code 130, no process and no copy stays", linuxOnly, async () => {
  rmSync(daemonPid, { force: true });
  agent(
    `require("node:fs").writeFileSync(${JSON.stringify(daemonPid)}, String(process.pid)); setInterval(() => ask([{ role: "user", content: "still here" }]).catch(() => undefined), 300);`,
  );
  const run = spawn(process.execPath, [cli, ...args], { env, stdio: "ignore" });
  const ended = new Promise<number | null>((done) => run.once("close", done));
  for (let look = 0; look < 200; look++) {
    if (readdirSync(folder).includes("daemon.pid") && readFileSync(daemonPid, "utf8") !== "") break;
    await new Promise((done) => setTimeout(done, 50));
  }
  const pid = Number(readFileSync(daemonPid, "utf8"));
  assert.ok(isAlive(pid), "the agent runs");
  run.kill("SIGINT");
  assert.equal(await ended, 130);
  assert.equal(isAlive(pid), false);
  assert.deepEqual(lab(), []);
});
