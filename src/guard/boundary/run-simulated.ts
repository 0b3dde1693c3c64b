import type { Files } from "../../core/ports.ts";
import { agentHere } from "../personal.ts";
import type { Ports } from "../ports.ts";
import type { ReceiptHome } from "../receipts.ts";
import { readReceipts } from "../receipts.ts";
import type { RunHook } from "./ask-hooks.ts";
import { configuredHooks } from "./configured-hooks.ts";
import { type CopyPlan, placesOf } from "./copy-plan.ts";
import type { AgentResult, BoundaryReport } from "./report.ts";
import type { Scenario, SessionName } from "./scenario.ts";
import { simulateAgent } from "./simulate.ts";
import { voices } from "./voices.ts";

/** The copy as the simulation needs it; platform's `WorkspaceCopy` gives it. */
export interface SimulatedCopy {
  readonly root: string;
  readonly worktree: string;
  readonly hasGit: boolean;
  readonly run: RunHook;
  forgetHeartbeats(): void;
  anyHeartbeat(): boolean;
  enterSession(session: SessionName | undefined): void;
}

export interface SimulatedRun {
  readonly root: string; // the user's workspace
  readonly agents: readonly string[];
  readonly scenarios: readonly Scenario[];
  readonly plan: CopyPlan;
  readonly copy: SimulatedCopy;
  readonly signal?: AbortSignal;
  readonly onAgent?: (title: string) => void;
}

/** The whole pack for each agent, one agent after the other: a heartbeat belongs to the agent that runs. */
export async function runSimulated(
  run: SimulatedRun,
  { files, clock }: Pick<Ports, "files" | "clock">,
): Promise<BoundaryReport> {
  const started = clock.now();
  const results: AgentResult[] = [];
  for (const id of run.agents) {
    const agent = agentHere(id, run.root, files);
    if (agent === undefined || run.signal?.aborted === true) continue;
    run.onAgent?.(agent.title);
    run.copy.forgetHeartbeats();
    const { root, worktree, hasGit, run: runHook } = run.copy;
    const places = placesOf(run.plan, { root, worktree, server: "http://127.0.0.1:9" }, agent);
    results.push(
      await simulateAgent({
        agent,
        scenarios: run.scenarios,
        places,
        root,
        files,
        run: runHook,
        hookAnswered: () => run.copy.anyHeartbeat(),
        hasGit,
        enterSession: (session) => run.copy.enterSession(session),
        ...(run.signal === undefined ? {} : { signal: run.signal }),
      }),
    );
  }
  return {
    version: 1,
    mode: "simulated",
    root: run.root,
    ran: new Date(started).toISOString(),
    durationMs: clock.now() - started,
    agents: results,
  };
}

/**
 * Agents whose calls can be simulated and whose hooks were written here: those that are set now, and those that a
 * receipt or an earlier run remembers, so that a hook that was removed by hand turns red instead of silent.
 */
export function hookedAgents(
  root: string,
  files: Files,
  home: ReceiptHome,
  tested: (agent: string) => boolean,
): readonly string[] {
  const written = new Set(readReceipts(root, files, home).map(({ path }) => path));
  return voices
    .filter(({ agent: id, event }) => {
      const agent = agentHere(id, root, files);
      if (agent === undefined) return false;
      const hookFiles = agent.surfaces.filter(({ kind }) => kind === "hook").map(({ path }) => `${root}/${path}`);
      return (
        tested(id) ||
        hookFiles.some((path) => written.has(path)) ||
        configuredHooks({ agent, event: event("shell") }, root, files).length > 0
      );
    })
    .map(({ agent }) => agent);
}
