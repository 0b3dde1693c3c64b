// The live lab on ourselves: real agents at pinned versions, a scripted model on loopback, for each agent a sample
// workspace with its rules written by the real command line. Each agent is two tests: with its rules nothing leaks and
// every control stands; with its rules removed by hand its cells turn red. Then test/lab/*.lab.ts: the incident, and
// credentials used without being seen.
//   npm run lab -- [agent...]     --out=FILE: the report as JSON · --readme: the grid goes into README.md
//   node .scripts/lab.mjs --if-there     as npm test runs it: nothing is installed unasked, see `chosen`
// LEASTKEY_AGENTS: where the agents are (setup-agents.mjs puts them there) · LEASTKEY_LAB=0: not at all
import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { build, installPackages } from "./install.mjs";
import { gridLines, intoReadme, isLeak } from "./lab-grid.mjs";
import { runLabTests } from "./lab-tests.mjs";
import { run } from "./run.mjs";
import { agentsFolder, more, pinned, prepareAgents, readyAgents } from "./setup-agents.mjs";
import { mayNotSkip } from "./setup-host.mjs";

const words = process.argv.slice(2);
const asked = words.filter((word) => !word.startsWith("-"));
const out = words.find((word) => word.startsWith("--out="))?.slice("--out=".length);
const ids = asked.length > 0 ? asked : pinned.map(({ id }) => id);
const dist = resolve(process.env.LEASTKEY_DIST ?? "dist");
/** Enough to see that an agent without rules is told as leaking, few enough to take seconds. */
const breaking = ["read-file", "cat", "python-split", "grep-recursive"];

/** Two gigabytes are not installed for whoever only types npm test: then those run that are there already. */
function chosen() {
  if (process.env.LEASTKEY_LAB === "0") return ids.map((id) => ({ id, reason: "LEASTKEY_LAB=0" }));
  if (!words.includes("--if-there") || mayNotSkip())
    return prepareAgents({ ids, say: (line) => console.log(`lab: ${line}`) }).agents;
  const ready = readyAgents();
  const reason = "not installed; npm run lab installs the agents (about 2 GB in the cache folder) and drives them";
  return ids.map((id) => (ready.includes(id) ? { id } : { id, reason }));
}

async function main() {
  await installPackages();
  if (process.env.LEASTKEY_DIST === undefined && !existsSync(join(dist, "cli.js"))) await build();
  const agents = chosen();
  const ready = agents.filter(({ reason }) => reason === undefined).map(({ id }) => id);
  const folder = mkdtempSync(join(tmpdir(), "leastkey-lab-"));
  const counts = { passed: 0, failed: 0 };
  const results = [];
  const note = (ok, text) => {
    counts[ok ? "passed" : "failed"] += 1;
    console.log(`lab: ${ok ? "ok" : "NOT OK"}: ${text}`);
  };
  try {
    results.push(...(await proveAll(ready, folder, note)));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  if (ready.length > 0) {
    const tests = await runLabTests({ agents: ready });
    counts.passed += tests.passed;
    counts.failed += tests.failed;
  }
  const ran = new Date().toISOString();
  for (const line of gridLines(results)) console.log(line);
  if (out !== undefined) writeFileSync(out, `${JSON.stringify({ ran, agents: results }, undefined, 2)}\n`);
  if (words.includes("--readme")) intoReadme(results, ran.slice(0, 10));
  const skipped = agents.filter(({ reason }) => reason !== undefined);
  for (const { id, reason } of skipped) console.log(`skipped: ${id}: ${reason}`);
  console.log(
    `lab: ${counts.passed} passed, ${counts.failed + (mayNotSkip() ? 2 * skipped.length : 0)} failed, ${mayNotSkip() ? 0 : 2 * skipped.length} skipped`,
  );
  return counts.failed === 0 && !(mayNotSkip() && skipped.length > 0) ? 0 : 1;
}

/** Two at a time: an agent waits as long as it works, and is a process or two. The reports in the order of `ready`. */
async function proveAll(ready, folder, note) {
  const reports = new Map();
  const waiting = [...ready];
  const worker = async () => {
    for (let id = waiting.shift(); id !== undefined; id = waiting.shift()) {
      const started = Date.now();
      try {
        reports.set(id, await proveAgent(id, folder, note));
      } catch (error) {
        note(false, `${id}: ${error.message}`);
      }
      console.log(`lab: ${id}: ${Math.round((Date.now() - started) / 1000)} s`);
    }
  };
  await Promise.all([worker(), worker()]);
  return ready.flatMap((id) => reports.get(id) ?? []);
}

/** Its own rules alone: some agents follow the hooks of others, and would be held by those. */
async function proveAgent(id, folder, note) {
  const workspace = join(folder, id);
  const env = { ...process.env, LEASTKEY_HOME: join(folder, `home-${id}`), LEASTKEY_AGENTS: agentsFolder() };
  const quietly = async (what, ...args) => {
    const { code, output } = await run(process.execPath, args, { cwd: folder, env, quiet: true });
    if (code !== 0) throw new Error(`${what}: ${output}`);
    return output;
  };
  await quietly("the sample could not be written", join(dist, "sample.js"), workspace);
  await quietly("protect failed", join(dist, "cli.js"), "protect", workspace, "--yes", "--agents", id);
  const whole = await live(id, { workspace, folder, env });
  const faults = [
    ...whole.cells
      .filter(isLeak)
      .filter((cell) => !isKnown(id, cell))
      .map(({ scenario, outcome }) => `${scenario} leaked: ${outcome.evidence}`),
    ...whole.controls.filter(({ ok }) => !ok).map(({ kind, detail }) => `control ${kind} failed: ${detail}`),
  ];
  console.log(`lab: ${id}: every way of trying in ${whole.seconds} s, at most ${whole.peakMemoryMb ?? "?"} MB`);
  note(
    faults.length === 0,
    `${whole.title} ${whole.version}: nothing leaks${knownLeaks(id) === undefined ? "" : " but what is known to"}${faults.map((fault) => `; ${fault}`).join("")}`,
  );

  const listed = JSON.parse(await quietly("agents failed", join(dist, "cli.js"), "agents", workspace, "--json"));
  for (const { kind, path } of listed.agents.find((agent) => agent.id === id).surfaces)
    if (kind !== "instructions") rmSync(join(workspace, path), { force: true });
  const broken = await live(id, { workspace, folder, env }, "--scenario", ...breaking);
  const red = broken.cells.filter(isLeak).map(({ scenario }) => scenario);
  const hookRan = broken.controls.find(({ kind }) => kind === "hook-ran");
  note(
    red.length > 0 && hookRan?.ok !== true,
    `${whole.title}: rules removed by hand turn it red (${red.join(", ") || "nothing leaked"})`,
  );
  return whole;
}

const knownLeaks = (id) => more.find((agent) => agent.id === id)?.leaks;
const isKnown = (id, { scenario }) => {
  const scenarios = knownLeaks(id)?.scenarios ?? [];
  return scenarios === "all" || scenarios.includes(scenario);
};

/** Only stdout is the report; what is said beside it goes to the terminal. */
async function live(id, { workspace, folder, env }, ...more) {
  const args = [join(dist, "cli.js"), "test", workspace, "--live", "--format", "json", "--agent", id, ...more];
  const child = spawn(process.execPath, args, { cwd: folder, env, stdio: ["ignore", "pipe", "inherit"] });
  let stdout = "";
  child.stdout.setEncoding("utf8").on("data", (text) => (stdout += text));
  const code = await new Promise((done) => child.on("close", done));
  if (code !== 0 && code !== 1) throw new Error(`leastkey test ended with code ${code}`);
  const { agents, durationMs } = JSON.parse(stdout);
  return { ...agents[0], seconds: Math.round(durationMs / 1000) };
}

main().then(
  (code) => {
    process.exitCode = code;
  },
  (error) => {
    console.error(`lab: error: ${error instanceof Error ? error.message : String(error)}`);
    console.log("lab: 0 passed, 1 failed, 0 skipped");
    process.exitCode = 1;
  },
);
