import type { ProtectionPlan } from "../agents/agent.ts";
import { applyProtection, planWorkspaceProtection } from "../guard/protect.ts";
import { hasIndex, type KnownSecret, refreshIndex } from "../guard/refresh-index.ts";
import type { ScanReport } from "../guard/scan.ts";
import { installLauncher } from "../platform/launcher.ts";
import type { CliContext } from "./context.ts";
import { scanFolder } from "./scan-folder.ts";

/** Writes a protection plan. What the hooks need comes first, so that no rule ever points to nothing. */
export async function applyPlan(
  context: CliContext,
  root: string,
  plan: ProtectionPlan,
  report: ScanReport,
): Promise<number> {
  const ports = await context.ports();
  installLauncher(context.home, context.programs);
  refreshIndex(root, report, ports, { home: context.home });
  return applyProtection(root, plan, ports, { home: context.home, action: "protect" }).length;
}

/**
 * After a move or its way back, in a workspace that is protected already: the index and the rules follow. A moved
 * value stays known to the tripwire by its reference; a file without secrets is free again. false: not protected.
 */
export async function followMove(context: CliContext, root: string, moved: readonly KnownSecret[]): Promise<boolean> {
  const ports = await context.ports();
  if (!hasIndex(root, ports, context.home)) return false;
  const report = await scanFolder(context, root);
  refreshIndex(root, report, ports, { home: context.home, moved });
  const plan = planWorkspaceProtection(root, ports, { home: context.home, protectedPaths: report.protectedPaths });
  applyProtection(root, plan, ports, { home: context.home, action: "protect" });
  return true;
}
