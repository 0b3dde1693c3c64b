import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join, resolve } from "node:path";
import { parseBoundaries, type ReadAgent } from "../../src/guard/boundary/parse-report.ts";

/**
 * A fake agent, a program of a few lines named `claude`, because a real one hangs or crashes on nobody's command.
 * Command line, model, copies and hooks around it are the real ones.
 */
export const cli = resolve(process.env["LEASTKEY_DIST"] ?? "dist", "cli.js");

export interface Stage {
  readonly folder: string;
  readonly root: string;
  readonly bin: string;
  readonly home: string;
  readonly env: NodeJS.ProcessEnv;
  readonly args: readonly string[];
}

/** A workspace with rules for Claude Code, of a user whose `claude` is the fake. */
export function stage(name: string): Stage {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), `leastkey-${name}-`)));
  const [root, bin, home] = [join(folder, "shop"), join(folder, "bin"), join(folder, "home")];
  for (const path of [bin, root]) mkdirSync(path, { recursive: true });
  writeFileSync(join(root, ".env"), `STRIPE_SECRET_KEY=${["sk", "live", randomBytes(12).toString("hex")].join("_")}\n`);
  const env: NodeJS.ProcessEnv = {
    ...process.env,
    LEASTKEY_HOME: home,
    NO_COLOR: "1",
    PATH: [bin, process.env["PATH"] ?? ""].join(delimiter),
    LEASTKEY_LAB_SILENCE: "2500",
    LEASTKEY_AGENTS: undefined,
  };
  const protect = spawnSync(process.execPath, [cli, "protect", root, "--yes", "--agents", "claude-code"], { env });
  assert.equal(protect.status, 0, String(protect.stderr));
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
  return { folder, root, bin, home, env, args };
}

/** Plays what the model says; `behave` comes before it, with the environment as the agent has it. */
export function agent({ bin }: Stage, behave: string, version = "2.1.330"): void {
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

export interface Live {
  readonly code: number | null;
  readonly result: ReadAgent;
  readonly stderr: string;
}

export function live({ args }: Stage, env: NodeJS.ProcessEnv): Live {
  const { status, stdout, stderr } = spawnSync(process.execPath, [cli, ...args], { env, encoding: "utf8" });
  assert.notEqual(stdout, "", stderr);
  const [result] = parseBoundaries(stdout).agents;
  if (result === undefined) assert.fail("no result");
  return { code: status, result, stderr };
}

export const control = ({ controls }: ReadAgent, kind: string) => controls.find((one) => one.kind === kind);
export const outcomes = ({ cells }: ReadAgent) => cells.map(({ outcome }) => outcome.kind);
/** The copies that are there. */
export const copies = ({ home }: Stage): readonly string[] =>
  existsSync(join(home, "lab")) ? readdirSync(join(home, "lab")) : [];

/** A process that has ended and that nobody has asked about yet is a zombie, and gone. */
export const isAlive = (pid: number): boolean =>
  existsSync(`/proc/${String(pid)}`) && !/^State:\s+Z/m.test(readFileSync(`/proc/${String(pid)}/status`, "utf8"));
