import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { readdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import test, { after } from "node:test";
import * as fake from "./fake-agent.ts";
import { cli, control, isAlive, outcomes } from "./fake-agent.ts";

/** Agents that behave badly. */
const here = fake.stage("bad-agents");
const { folder, bin, env, args } = here;
const agent = (behave: string, version?: string): void => fake.agent(here, behave, version);
const live = (): fake.Live => fake.live(here, env);
const lab = (): readonly string[] => fake.copies(here);
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
