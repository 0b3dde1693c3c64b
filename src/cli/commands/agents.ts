import type { AgentCoverage } from "../../guard/protect.ts";
import { type AddCommand, examples } from "../command.ts";
import { type CliContext, conclude, workspaceRoot } from "../context.ts";
import { type ExitCode, exitCodes } from "../exit-codes.ts";
import type { Output } from "../output.ts";

interface AgentsOptions {
  readonly all?: boolean;
  readonly json?: boolean;
}

export const addAgents: AddCommand = (program, context) => {
  program
    .command("agents")
    .summary("what holds for each agent in this workspace")
    .description(
      "Says for each coding agent what keeps it from credentials here: advisory, partial (with the hole) or enforced.",
    )
    .argument("[path]", "the folder", ".")
    .option("--all", "agents that are not used here, too")
    .option("--json", "for programs")
    .addHelpText(
      "after",
      examples(
        ["leastkey agents", "agents used here, and those with rules"],
        ["leastkey agents --all --json", "for programs"],
      ),
    )
    .action(async (path: string, options: AgentsOptions) => {
      process.exitCode = await conclude(context, () => agents(context, path, options));
    });
};

async function agents(context: CliContext, path: string, options: AgentsOptions): Promise<ExitCode> {
  const root = await workspaceRoot(context, path);
  const coverage = await coverageHere(context, root);
  const shown =
    options.all === true ? coverage : coverage.filter((agent) => agent.detected || agent.coverage.length > 0);
  if (options.json === true) context.output.json({ version: 1, agents: shown });
  else for (const agent of shown) context.output.result(describeAgent(agent, context.output));
  if (shown.length === 0)
    context.output.talk("no agent is used here and none has rules; 'leastkey protect' writes them");
  return exitCodes.fine;
}

/** Coverage with what the hooks' heartbeats say. */
export async function coverageHere(context: CliContext, root: string): Promise<readonly AgentCoverage[]> {
  const [{ agentCoverage }, { provedAt }, { lastHeartbeat }] = await Promise.all([
    import("../../guard/protect.ts"),
    import("../../guard/boundary/proof.ts"),
    import("../../platform/heartbeat.ts"),
  ]);
  const ports = await context.ports();
  return agentCoverage(root, ports, {
    home: context.home,
    seen: (agent) => lastHeartbeat(context.home, agent)?.at,
    took: (agent) => lastHeartbeat(context.home, agent)?.durationMs,
    proved: (agent) => provedAt(context.home, root, agent, ports.files),
  });
}

function describeAgent(agent: AgentCoverage, output: Output): string {
  const holds = agent.coverage.length === 0 ? output.style("yellow", "nothing is written") : agent.coverage.join(", ");
  const slow = agent.slowMs === undefined ? "" : `, slowly: ${String(agent.slowMs)} ms`;
  const live =
    agent.live === undefined ? "" : `; its hook last answered ${agent.live.slice(0, 16).replace("T", " ")}${slow}`;
  const surfaces = agent.surfaces.map(({ kind, path, strength, state, hole }) => {
    const gap = hole === undefined ? "" : ` (except: ${hole})`;
    return `    ${kind.padEnd(12)} ${path}  ${strength}${gap}  ${state}`;
  });
  return [`${output.style("bold", agent.title)}  ${holds}${live}`, ...surfaces].join("\n");
}
