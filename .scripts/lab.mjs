// The live lab on ourselves: real agents at pinned versions, a scripted model on loopback, the sample workspace with its
// rules written by the real command line. Prints the grid as a Markdown table and what leaked.
//   npm run lab -- [agent...]     LEASTKEY_AGENTS: where the agents are (setup-agents.mjs puts them there)
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { build, installPackages } from "./install.mjs";
import { run } from "./run.mjs";
import { agentsFolder, pinned, prepareAgents } from "./setup-agents.mjs";

const asked = process.argv.slice(2).filter((word) => !word.startsWith("-"));
const out = process.argv.find((word) => word.startsWith("--out="))?.slice("--out=".length);
const ids = asked.length > 0 ? asked : pinned.map(({ id }) => id);
const dist = resolve(process.env.LEASTKEY_DIST ?? "dist");

async function main() {
  await installPackages();
  if (process.env.LEASTKEY_DIST === undefined && !existsSync(join(dist, "cli.js"))) await build();
  const { agents } = prepareAgents({ ids, say: (line) => console.log(`lab: ${line}`) });
  const ready = agents.filter(({ reason }) => reason === undefined).map(({ id }) => id);
  const folder = mkdtempSync(join(tmpdir(), "leastkey-lab-"));
  try {
    const report = ready.length > 0 ? await drive(folder, ready) : { agents: [] };
    tell(report);
    if (out !== undefined) writeFileSync(out, `${JSON.stringify(report, undefined, 2)}\n`);
    const failed = report.agents.filter(({ cells, controls }) => cells.some(isLeak) || controls.some(({ ok }) => !ok));
    for (const { id, reason } of agents) if (reason !== undefined) console.log(`skipped: ${id}: ${reason} (1 tests)`);
    const passed = report.agents.length - failed.length;
    console.log(
      `lab: ${passed} passed, ${failed.length + ready.length - report.agents.length} failed, ${agents.length - ready.length} skipped`,
    );
    return failed.length === 0 && report.agents.length === ready.length ? 0 : 1;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const isLeak = ({ outcome }) => outcome.kind === "leaked";

async function drive(folder, ready) {
  const workspace = join(folder, "workspace");
  const env = { ...process.env, LEASTKEY_HOME: join(folder, "home"), LEASTKEY_AGENTS: agentsFolder() };
  const node = (...args) => run(process.execPath, args, { cwd: folder, env, quiet: true });
  const written = await node(join(dist, "sample.js"), workspace);
  if (written.code !== 0) throw new Error(`the sample could not be written: ${written.output}`);
  const hooks = await node(join(dist, "cli.js"), "protect", workspace, "--yes", "--agents", ready.join(","));
  if (hooks.code !== 0) throw new Error(`protect failed: ${hooks.output}`);
  // Only stdout is the report; what is said beside it goes to the terminal.
  const { spawn } = await import("node:child_process");
  const child = spawn(
    process.execPath,
    [join(dist, "cli.js"), "test", workspace, "--live", "--format", "json", "--agent", ...ready],
    {
      cwd: folder,
      env,
      stdio: ["ignore", "pipe", "inherit"],
    },
  );
  let stdout = "";
  child.stdout.setEncoding("utf8").on("data", (text) => (stdout += text));
  const code = await new Promise((done) => child.on("close", done));
  if (code !== 0 && code !== 1) throw new Error(`leastkey test ended with code ${code}`);
  return JSON.parse(stdout);
}

/** A row for each way of trying, a column for each agent: how many attempts were held, of those that leak without rules. */
function tell({ agents }) {
  if (agents.length === 0) return;
  const vectors = [...new Set(agents.flatMap(({ cells }) => cells.map(({ vector }) => vector)))];
  const cellOf = ({ cells }, vector) => {
    const mine = cells.filter((cell) => cell.vector === vector);
    const count = (kind) => mine.filter(({ outcome }) => outcome.kind === kind).length;
    const tried = count("held") + count("leaked");
    if (tried === 0) return "–";
    return count("leaked") > 0 ? `**${count("leaked")} of ${tried} leaked**` : `held ${count("held")}`;
  };
  const row = (cells) => `| ${cells.join(" | ")} |`;
  console.log(row(["vector", ...agents.map(({ title, version }) => `${title} ${version ?? ""}`.trim())]));
  console.log(row(["---", ...agents.map(() => "---")]));
  for (const vector of vectors) console.log(row([vector, ...agents.map((agent) => cellOf(agent, vector))]));
  for (const { title, cells, controls } of agents) {
    for (const { ok, kind, detail } of controls) if (!ok) console.log(`${title}: control ${kind} failed: ${detail}`);
    for (const cell of cells.filter(isLeak)) console.log(`${title}: ${cell.scenario} leaked: ${cell.outcome.evidence}`);
  }
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
