import { type Disposable, workspace } from "vscode";
import { Disposables } from "./disposables.ts";
import { isShown, totalsOf } from "./findings.ts";
import { diskFolders, isVirtual } from "./folders.ts";
import { soon } from "./in-turns.ts";
import type { Parts } from "./parts.ts";
import { setting } from "./settings.ts";
import { StatusItem } from "./status-item.ts";
import type { GuardState } from "./status-text.ts";

/** The status bar item, kept as things are. */
export function status(parts: Parts): Disposable {
  const own = new Disposables();
  const item = own.add(new StatusItem());
  const show = own.add(soon(() => item.show(guardState(parts))));
  own.add(parts.findings.onDidChange(show));
  own.add(parts.scan.onDidChange(show));
  own.add(parts.guard.onDidChange(show));
  own.add(workspace.onDidGrantWorkspaceTrust(show));
  own.add(workspace.onDidChangeWorkspaceFolders(show));
  own.add(workspace.onDidChangeConfiguration(show));
  item.show(guardState(parts));
  return own;
}

export function guardState({ findings, scan, guard }: Parts): GuardState {
  const lowest = setting("marks.lowestTier");
  const files = findings.files();
  const totals = totalsOf(files, lowest);
  const exposed = files
    .filter(({ uri }) => !guard.isHidden(uri))
    .reduce((sum, file) => sum + file.findings.filter(({ tier }) => isShown(tier, lowest)).length, 0);
  return {
    hasFolder: diskFolders().length > 0,
    isTrusted: workspace.isTrusted,
    isVirtual: isVirtual(),
    scan: scan.state,
    findings: totals.findings,
    files: totals.files,
    byTier: totals.byTier,
    exposed,
    protection: guard.worst(),
    session: guard.session(),
  };
}
