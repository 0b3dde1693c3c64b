import type { Refusal } from "../agents/agent.ts";
import { planSwitchingOn } from "../agents/hook-switch.ts";
import { applyChanges } from "./apply.ts";
import type { Ports } from "./ports.ts";
import { applyProtection, type ProtectOptions, planWorkspaceProtection } from "./protect.ts";
import { isWrittenFor, workspaceOf } from "./protected-workspace.ts";
import { receiptsFileOf } from "./receipts.ts";

export interface Repaired {
  readonly written: readonly string[]; // absolute paths
  /** Files that somebody has to look at. */
  readonly refused: readonly Refusal[];
}

/**
 * Puts back what was agreed to before: hooks that were switched off run again, and what was written for an agent is
 * written again. Nothing is added for other agents.
 */
export function repairProtection(
  root: string,
  ports: Pick<Ports, "files" | "audit">,
  { home }: Pick<ProtectOptions, "home">,
): Repaired {
  const workspace = workspaceOf(root, ports, { home });
  const ours = workspace.registry.filter((agent) => isWrittenFor(agent, workspace));
  const switched = applyChanges(planSwitchingOn({ ...workspace, agents: ours }), ports, {
    lock: `${receiptsFileOf(workspace.root, home)}.lock`,
    root: workspace.root,
    event: {
      action: "protect",
      outcome: "done",
      attribution: "unknown",
      workspace: workspace.root,
      reason: "hooks that were switched off were switched on",
    },
  });
  const plan = planWorkspaceProtection(root, ports, { home, agents: ours.map(({ id }) => id) });
  const written = applyProtection(root, plan, ports, { home, action: "protect" });
  return { written: [...new Set([...switched, ...written])], refused: plan.refused };
}
