import { type ExtensionContext, Uri, window } from "vscode";
import { productName } from "./contributions.ts";
import { inBackground } from "./editor/background.ts";
import { registerCommands } from "./editor/commands.ts";
import { Documents } from "./editor/documents.ts";
import { Findings } from "./editor/findings.ts";
import { GuardWatch } from "./editor/guard-watch.ts";
import { handlers } from "./editor/handlers.ts";
import { lazily } from "./editor/lazily.ts";
import { Machine } from "./editor/machine.ts";
import { Masks } from "./editor/masks.ts";
import type { Parts } from "./editor/parts.ts";
import { Previews } from "./editor/preview.ts";
import { WorkspaceScan } from "./editor/workspace-scan.ts";

/**
 * Builds the parts, registers the commands and ends: no other extension waits for what shows something, which comes in
 * the turn after. What is needed from the disk or from packages is loaded when it is first needed.
 */
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
  const surfaces = lazily(async () => {
    const made = new (await import("./editor/surfaces.ts")).Surfaces(parts, workspaceState);
    subscriptions.push(made);
    return made;
  });
  const next = setImmediate(() => inBackground(surfaces(), "start", log));
  subscriptions.push(
    log,
    { dispose: () => clearImmediate(next) },
    { dispose: () => machine.dispose() },
    findings,
    parts.documents,
    parts.scan,
    parts.guard,
    parts.masks,
    parts.previews,
    ...registerCommands(handlers(parts, surfaces), log),
  );
}
