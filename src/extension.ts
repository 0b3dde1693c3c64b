import { type ExtensionContext, Uri, window } from "vscode";
import { productName } from "./contributions.ts";
import { activity } from "./editor/activity.ts";
import { BoundaryTests } from "./editor/boundary-tests.ts";
import { registerCommands } from "./editor/commands.ts";
import { Documents } from "./editor/documents.ts";
import { Findings } from "./editor/findings.ts";
import { GuardWatch } from "./editor/guard-watch.ts";
import { handlers } from "./editor/handlers.ts";
import { lazily } from "./editor/lazily.ts";
import { Machine } from "./editor/machine.ts";
import { marks } from "./editor/marks.ts";
import { Masks } from "./editor/masks.ts";
import type { Parts } from "./editor/parts.ts";
import { Previews } from "./editor/preview.ts";
import { startWatching } from "./editor/start.ts";
import { status } from "./editor/status.ts";
import { teamFileHelp } from "./editor/team-file-help.ts";
import { Views } from "./editor/views.ts";
import { WorkspaceScan } from "./editor/workspace-scan.ts";

/** Builds the parts and ends; what they need from the disk or from packages is loaded when it is first needed. */
export function activate({ extensionUri, subscriptions, workspaceState }: ExtensionContext): void {
  const log = window.createOutputChannel(productName, { log: true });
  const machine = new Machine(Uri.joinPath(extensionUri, "dist").fsPath);
  const findings = new Findings();
  const parts: Parts = {
    extension: extensionUri,
    log,
    machine,
    findings,
    documents: new Documents(findings, () => machine.scanner(), log),
    scan: new WorkspaceScan(findings, machine, log),
    guard: new GuardWatch(machine, log),
    masks: new Masks(findings, log),
    previews: new Previews(),
    references: lazily(async () => new (await import("./editor/reference-states.ts")).ReferenceStates(machine)),
  };
  const views = new Views(parts, workspaceState);
  const tests = new BoundaryTests(parts);
  subscriptions.push(
    log,
    { dispose: () => machine.dispose() },
    findings,
    parts.documents,
    parts.scan,
    parts.guard,
    parts.masks,
    parts.previews,
    views,
    tests,
    teamFileHelp(parts),
    ...marks(parts),
    status(parts),
    ...registerCommands(handlers(parts, views, tests), log),
    ...activity(parts),
    startWatching(parts),
  );
}
