import { type AgentProofs, proofsOf, provedAt } from "../guard/boundary/proof.ts";
import { type AgentCoverage, agentCoverage } from "../guard/protect.ts";
import { lastHeartbeat } from "../platform/heartbeat.ts";
import type { Machine } from "./machine.ts";

/** How every agent stands in a folder, with its heartbeat and its last proof. */
export async function readCoverage(root: string, machine: Machine): Promise<readonly AgentCoverage[]> {
  const ports = await machine.ports();
  const { home } = machine;
  return agentCoverage(root, ports, {
    home,
    seen: (agent) => lastHeartbeat(home, agent)?.at,
    took: (agent) => lastHeartbeat(home, agent)?.durationMs,
    proved: (agent) => provedAt(home, root, agent, ports.files),
  });
}

/** What each agent's boundary tests showed in a folder. */
export async function readProofs(root: string, machine: Machine): Promise<(agent: string) => AgentProofs> {
  const { files } = await machine.ports();
  return (agent) => proofsOf(machine.home, root, agent, files);
}
