import { l10n, type WorkspaceFolder } from "vscode";
import { repairProtection } from "../guard/repair.ts";
import { notify } from "./notify.ts";
import type { Parts } from "./parts.ts";
import { files } from "./words.ts";

/** Writes the rules of a folder again as they were agreed to, and switches its hooks on. */
export async function repairRules({ machine, guard, log }: Parts, folder: WorkspaceFolder): Promise<void> {
  const ports = await machine.ports();
  const { written, refused } = repairProtection(folder.uri.fsPath, ports, { home: machine.home });
  await guard.refresh();
  for (const { path, reason, hint } of refused) log.warn(`left alone: ${path}: ${reason}; ${hint}`);
  const done = l10n.t("Leastkey: {0} repaired.", files(written.length));
  if (refused.length === 0) notify(log, done);
  else
    notify(log, `${done} ${l10n.t("{0} left as they are; the log says why.", files(refused.length))}`, [
      { title: l10n.t("Show the log"), command: "leastkey.showLog" },
    ]);
}
