import { mkdirSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { runBounded } from "../../src/platform/boundary-process.ts";
import type { Driver } from "../../src/platform/lab/driver.ts";
import type { ModelServer } from "../../src/platform/lab/model-server.ts";
import { findProgram, type Program } from "../../src/platform/lab/session.ts";

/** An agent's own program at the version that .scripts/setup-agents.mjs pins; undefined: it is not there. */
export const installed = (driver: Driver): Program | undefined =>
  findProgram(driver, {
    LEASTKEY_AGENTS: process.env["LEASTKEY_AGENTS"] ?? join(homedir(), ".cache", "leastkey", "agents"),
  });

interface Run {
  readonly root: string;
  /** Of the user: HOME and LEASTKEY_HOME are in it. */
  readonly env: NodeJS.ProcessEnv;
  readonly script: Parameters<ModelServer["play"]>[0];
  /** Arguments besides the driver's. */
  readonly more?: readonly string[];
  /** The command that starts it, "leastkey agent run --". */
  readonly within?: readonly string[];
}

/** One session in the user's workspace, as the rules there have it; gives all that the agent printed. */
export async function runAgent(model: ModelServer, driver: Driver, run: Run): Promise<string> {
  const { root, env, script, more = [], within = [] } = run;
  const program = installed(driver);
  if (program === undefined) throw new Error(`${driver.agent} is not installed`);
  // Codex refuses a home below the folder for temporary files, which the test's own is in.
  const tmp = join(dirname(root), "tmp");
  mkdirSync(tmp, { recursive: true });
  const place = { url: model.url, root, userHome: env["HOME"] ?? "", tmp };
  for (const { path, text } of driver.files(place)) {
    mkdirSync(dirname(join(place.userHome, path)), { recursive: true });
    writeFileSync(join(place.userHome, path), text);
  }
  const known = Object.entries(env).flatMap(([name, value]) => (value === undefined ? [] : [[name, value] as const]));
  model.play(script, driver.isMain);
  const [command, ...rest] = within.length === 0 ? [program.path] : [...within, program.path];
  if (command === undefined) throw new Error("nothing to start");
  const { stdout, stderr } = await runBounded({
    command,
    args: [...rest, ...driver.args("go on with the task", true, place), ...more],
    cwd: root,
    env: {
      ...Object.fromEntries(known),
      PATH: [...program.folders, process.env["PATH"] ?? ""].join(delimiter),
      TMPDIR: tmp,
      TERM: "dumb",
      ...driver.env(place),
    },
    timeoutMs: 90_000,
  });
  return `${stdout}\n${stderr}`;
}
