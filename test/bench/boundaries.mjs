// How long the simulated pack takes, for each agent with rules in the sample: node test/bench/boundaries.mjs
// Numbers to keep: at most 50 ms a scenario, under 10 s for the pack of one agent.
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

const dist = resolve(process.env.LEASTKEY_DIST ?? "dist");
const development = resolve(process.env.LEASTKEY_DEV_DIST ?? "dist");
const folder = mkdtempSync(join(tmpdir(), "leastkey-bench-boundaries-"));
const workspace = join(folder, "shop");
const env = { ...process.env, LEASTKEY_HOME: join(folder, "home") };
const run = (...args) => {
  const started = performance.now();
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { env, encoding: "utf8", maxBuffer: 2 ** 26 });
  if (status !== 0 && status !== 1) throw new Error(stderr || `exit ${status}`);
  return { ms: performance.now() - started, stdout };
};
const median = (numbers) => numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)];

try {
  run(join(development, "sample.js"), workspace);
  run(join(dist, "cli.js"), "protect", workspace, "--yes");
  const test = (...more) => run(join(dist, "cli.js"), "test", workspace, "--format", "json", ...more);
  const node = median(Array.from({ length: 5 }, () => run("-e", "0").ms));
  const first = JSON.parse(test().stdout);
  for (const { agent, title } of first.agents) {
    const runs = Array.from({ length: 3 }, () => test("--agent", agent));
    const ms = median(runs.map((one) => one.ms));
    const { cells } = JSON.parse(runs[0].stdout).agents[0];
    const tried = cells.filter(({ outcome }) => outcome.kind !== "not-exercised");
    const slowest = tried.toSorted((a, b) => b.durationMs - a.durationMs)[0];
    const each = ms / tried.length;
    console.log(
      `${title}: ${tried.length} scenarios in ${(ms / 1000).toFixed(2)} s, ${each.toFixed(1)} ms each all told (${(ms / node).toFixed(0)} × node -e 0); the slowest in the hook ${slowest.durationMs.toFixed(1)} ms (${slowest.scenario})`,
    );
  }
  const whole = median(Array.from({ length: 3 }, () => test().ms));
  console.log(`all ${first.agents.length} agents in one run: ${(whole / 1000).toFixed(2)} s`);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
