import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { homedir, tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import test, { after } from "node:test";
import { parseBoundaries } from "../../src/guard/boundary/parse-report.ts";
import { drivers } from "../../src/platform/lab/drivers.ts";
import { installed } from "./agent.ts";

/** A live run with the real programs leaves the user's own settings as they were, and no process. */
const cli = resolve(process.env["LEASTKEY_DIST"] ?? "dist", "cli.js");
const folder = realpathSync(mkdtempSync(join(tmpdir(), "lk-own-files-")));
const asked = process.env["LEASTKEY_LAB_AGENTS"]?.split(",");
after(() => rmSync(folder, { recursive: true, force: true }));

/** Where these agents keep what is their user's, as a user has it who set them up for a real account. */
const theirs = [
  ".claude/settings.json",
  ".claude.json",
  ".codex/config.toml",
  ".codex/auth.json",
  ".gemini/settings.json",
  ".qwen/settings.json",
  ".config/opencode/opencode.json",
  ".local/share/opencode/auth.json",
  ".copilot/config.json",
  ".pi/agent/models.json",
  ".config/kilo/kilo.json",
];

function contents(root: string): Readonly<Record<string, string>> {
  const files = readdirSync(root, { recursive: true, withFileTypes: true }).filter((one) => one.isFile());
  return Object.fromEntries(
    files.map(({ parentPath, name }) => {
      const path = join(parentPath, name);
      return [path, createHash("sha256").update(readFileSync(path)).digest("hex")];
    }),
  );
}

/** Everything that a session starts carries this in its environment. */
const ofTheLab = (): readonly string[] =>
  readdirSync("/proc").filter((pid) => {
    try {
      return /^\d+$/.test(pid) && readFileSync(`/proc/${pid}/environ`, "latin1").includes(folder);
    } catch {
      return false; // it has ended, or is somebody else's
    }
  });

for (const driver of drivers) {
  const isHere = installed(driver) !== undefined && (asked?.includes(driver.agent) ?? true);
  const skip = !isHere && `${driver.agent} is not installed; npm run lab installs it`;
  void test(`${driver.agent}: the user's files are as they were, and nothing runs on`, { skip }, () => {
    const [root, user] = [join(folder, driver.agent, "shop"), join(folder, driver.agent, "user")];
    mkdirSync(root, { recursive: true });
    writeFileSync(join(root, ".env"), `SESSION_SECRET=${["q7wz", "x3kd", "m9pt", "b2vh"].join("").repeat(2)}\n`);
    for (const path of theirs) {
      mkdirSync(dirname(join(user, path)), { recursive: true });
      writeFileSync(join(user, path), "{}\n");
    }
    const env = {
      PATH: process.env["PATH"],
      HOME: user,
      LEASTKEY_HOME: join(folder, driver.agent, "leastkey"),
      LEASTKEY_AGENTS: process.env["LEASTKEY_AGENTS"] ?? join(homedir(), ".cache", "leastkey", "agents"),
    };
    const leastkey = (...args: readonly string[]) =>
      spawnSync(process.execPath, [cli, ...args], { cwd: root, env, encoding: "utf8" });
    const protect = leastkey("protect", "--yes", "--agents", driver.agent);
    assert.equal(protect.status, 0, protect.stderr);
    const before = contents(user);
    const run = leastkey("test", "--live", "--format", "json", "--agent", driver.agent, "--scenario", "cat");
    const [result] = parseBoundaries(run.stdout).agents;
    assert.equal(result?.controls.find(({ kind }) => kind === "baseline")?.ok, true, run.stderr);
    assert.deepEqual(contents(user), before);
    assert.deepEqual(ofTheLab(), []);
    assert.deepEqual(readdirSync(join(env.LEASTKEY_HOME, "lab")), []);
  });
}
