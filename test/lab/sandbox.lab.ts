import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import test, { after, before } from "node:test";
import { Secret } from "../../src/core/secret.ts";
import type { Driver } from "../../src/platform/lab/driver.ts";
import { drivers } from "../../src/platform/lab/drivers.ts";
import { type ModelServer, startModel } from "../../src/platform/lab/model-server.ts";
import { leastkey } from "../sample/program.ts";
import { installed, runAgent } from "./agent.ts";

/**
 * `protect --sandbox` with the agents' own programs: what no reading of a command's text sees, their sandboxes stop. The
 * hooks are taken out, so that nothing but the sandbox is in the way.
 */
const starts = (program: string): boolean => spawnSync(program, ["--version"]).error === undefined;
const tools = { "claude-code": "Bash", "factory-droid": "Execute" } as const;
type Agent = keyof typeof tools;

function whyNot(agent: Agent): string | false {
  if (!starts("bwrap") || !starts("socat")) return "its sandbox needs bubblewrap and socat";
  return installed(driverOf(agent)) === undefined ? `it is not installed; npm run lab -- ${agent} does it` : false;
}

function driverOf(agent: Agent): Driver {
  const driver = drivers.find((one) => one.agent === agent);
  assert.ok(driver !== undefined);
  return driver;
}

const token = Secret.of(["q7wz", "x3kd", "m9pt", "b2vh"].join("-").repeat(2));
const folder = realpathSync(mkdtempSync(join(tmpdir(), "lk-sandbox-")));
let model: ModelServer;
before(async () => {
  model = await startModel();
});
after(async () => {
  await model.close();
  rmSync(folder, { recursive: true, force: true });
});

/** Ways to a protected file whose name no command holds, and one to a file that may be read. */
const commands = [
  "cat open.txt",
  `node -e "console.log(require('fs').readFileSync('clean'+'up.py','utf8'))"`,
  "cat cl*.py",
  "grep -r RAILWAY .",
  `node -e "console.log(require('fs').readFileSync('.e'+'nv','utf8'))"`,
];

async function play(agent: Agent, ...args: readonly string[]): Promise<readonly string[]> {
  const place = mkdtempSync(join(folder, "run-"));
  const root = join(place, "shop");
  const home = join(place, "home");
  for (const path of [join(root, ".git"), join(home, "lk")]) mkdirSync(path, { recursive: true });
  writeFileSync(join(root, "cleanup.py"), `RAILWAY_TOKEN = "${token.reveal()}"\n`);
  writeFileSync(join(root, ".env"), `RAILWAY_TOKEN=${token.reveal()}\n`);
  writeFileSync(join(root, "open.txt"), "anybody may read this\n");
  const env = { PATH: process.env["PATH"], HOME: home, LEASTKEY_HOME: join(home, "lk"), NO_COLOR: "1" };
  const ended = await leastkey(["protect", "--yes", "--agents", agent, ...args], { cwd: root, env });
  assert.equal(ended.code, 0, ended.stderr);
  const settings = join(root, agent === "claude-code" ? ".claude" : ".factory", "settings.json");
  const written: unknown = JSON.parse(readFileSync(settings, "utf8"));
  assert.ok(typeof written === "object" && written !== null && "hooks" in written);
  writeFileSync(settings, JSON.stringify({ ...written, hooks: {} }));
  const script = commands.map((command) => ({ name: tools[agent], args: argumentsOf(agent, command) }));
  const said = await runAgent(model, driverOf(agent), { root, env, script });
  const { results, asked } = model.seen();
  assert.equal(asked, script.length, said);
  return script.map((_, at) => results.get(at) ?? "");
}

/** Droid wants its own assessment of each call. */
const argumentsOf = (agent: Agent, command: string): Readonly<Record<string, unknown>> =>
  agent === "claude-code"
    ? { command, description: "look" }
    : { command, summary: "look", riskLevel: "low", riskLevelReason: "reads a file", fireAndForget: false };

for (const agent of ["claude-code", "factory-droid"] as const) {
  const skip = whyNot(agent);
  void test(`${agent}: without it, a program opens the files by itself`, { skip }, async () => {
    const [open, ...others] = await play(agent);
    assert.match(open ?? "", /anybody may read this/);
    assert.ok(
      others.every((text) => text.includes(token.reveal())),
      others.join("\n"),
    );
  });

  void test(`${agent}: with it, no program opens them, and other files are read as before`, { skip }, async () => {
    const [open, ...others] = await play(agent, "--sandbox");
    assert.match(open ?? "", /anybody may read this/);
    const told = others.join("\n");
    assert.deepEqual(
      others.map((text) => text.includes(token.reveal())),
      others.map(() => false),
      told,
    );
    assert.match(told, /denied|permitted/i);
  });
}
