import { relative, sep } from "node:path";
import { Uri, workspace } from "vscode";
import type { MovePlan } from "../guard/move-plan.ts";
import { applyProtection, planWorkspaceProtection } from "../guard/protect.ts";
import { hasIndex, refreshIndex } from "../guard/refresh-index.ts";
import type { Parts } from "./parts.ts";

/**
 * After a move: the marks, and in a protected workspace the index and the rules, follow. A moved value stays known by
 * its reference; a file without secrets is free again.
 */
export async function followMove({ root, changes, secrets }: MovePlan, { machine, scan, guard }: Parts): Promise<void> {
  const folder = workspace.getWorkspaceFolder(Uri.file(root));
  if (folder === undefined) return;
  await scan.update(
    folder,
    changes.map(({ path }) => relative(root, path).replaceAll(sep, "/")),
  );
  const ports = await machine.ports();
  const { home } = machine;
  const report = scan.report(folder);
  if (report === undefined || !hasIndex(root, ports, home)) return;
  refreshIndex(root, report, ports, { home, moved: secrets });
  const { protectedPaths } = report;
  const plan = planWorkspaceProtection(root, ports, { home, protectedPaths });
  applyProtection(root, plan, ports, { home, action: "protect", attribution: "confirmed" });
  await guard.refresh();
}
