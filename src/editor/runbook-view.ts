import { type Disposable, type WorkspaceFolder, workspace } from "vscode";
import { viewIds } from "../contributions.ts";
import { LeastkeyError } from "../core/errors.ts";
import type { TrailEvidence } from "../guard/runbook/evidence.ts";
import type { Runbook } from "../guard/runbook/runbook.ts";
import { Disposables } from "./disposables.ts";
import { byFolder } from "./folder-rows.ts";
import { diskFolders } from "./folders.ts";
import type { Machine } from "./machine.ts";
import type { Parts } from "./parts.ts";
import type { Row } from "./row.ts";
import { RowsView } from "./rows-view.ts";

/** Verifying the trail starts a program; saving a file is no reason to do so again. */
const trailMs = 60_000;

/** The view "Runbook", kept as the scan and the protection are. */
export class RunbookView implements Disposable {
  readonly #own = new Disposables();
  readonly #parts: Parts;
  readonly #rows: RowsView;
  #trail: { readonly at: number; readonly told: Promise<TrailEvidence> } | undefined;

  constructor(parts: Parts) {
    this.#parts = parts;
    this.#rows = this.#own.add(new RowsView(viewIds.runbook, () => this.#read(), parts.log));
    const show = (): void => this.#rows.refresh();
    this.#own.add(parts.scan.onDidReport(show));
    this.#own.add(parts.guard.onDidChange(show));
    this.#own.add(workspace.onDidGrantWorkspaceTrust(show));
  }

  /** Everything is looked at again. */
  refresh(): void {
    this.#trail = undefined;
    this.#rows.refresh();
  }

  async #read(): Promise<readonly Row[]> {
    if (!workspace.isTrusted) return [];
    const { runbookRows } = await import("./runbook-rows.ts");
    let done = 0;
    let total = 0;
    const rows = await byFolder(async (folder) => {
      const runbook = await this.#runbook(folder);
      if (runbook === undefined) return [];
      done += runbook.done;
      total += runbook.total;
      return runbookRows(runbook);
    });
    this.#rows.view.description = total === 0 ? "" : `${String(done)} of ${String(total)}`;
    return rows;
  }

  /** undefined: the folder was not scanned yet. */
  async #runbook(folder: WorkspaceFolder): Promise<Runbook | undefined> {
    const { machine, scan: scans } = this.#parts;
    const scan = scans.report(folder);
    if (scan === undefined) return undefined;
    const [{ gatherEvidence }, { runbookOf }, { lastHeartbeat }, ports, trail] = await Promise.all([
      import("../guard/runbook/gather-evidence.ts"),
      import("../guard/runbook/runbook.ts"),
      import("../platform/heartbeat.ts"),
      machine.ports(),
      this.#trailNow(machine, folder.uri.fsPath),
    ]);
    const { home } = machine;
    const seen = (agent: string): string | undefined => lastHeartbeat(home, agent)?.at;
    return runbookOf(gatherEvidence(folder.uri.fsPath, ports, { home, scan, trail, seen }));
  }

  #trailNow(machine: Machine, cwd: string): Promise<TrailEvidence> {
    const now = Date.now();
    if (this.#trail === undefined || now - this.#trail.at > trailMs)
      this.#trail = { at: now, told: verifiedTrail(machine, cwd) };
    return this.#trail.told;
  }

  dispose(): void {
    this.#own.dispose();
  }
}

async function verifiedTrail({ programs }: Machine, cwd: string): Promise<TrailEvidence> {
  const [{ runCli }, { parseTrail }] = await Promise.all([
    import("./run-cli.ts"),
    import("../guard/runbook/parse-trail.ts"),
  ]);
  return parseTrail(await runCli(programs, ["audit", "verify", "--json"], { cwd }));
}

/** Types the command of a runbook line into a terminal; only a command that the runbook itself names. */
export async function typeFix(argument: unknown, { machine }: Parts): Promise<void> {
  const [{ runbookLines }, { typeCommand }] = await Promise.all([
    import("../guard/runbook/lines.ts"),
    import("./type-command.ts"),
  ]);
  const given: { readonly line?: unknown; readonly root?: unknown } =
    typeof argument === "object" && argument !== null ? argument : {};
  const fix = runbookLines.find(({ id }) => id === given.line)?.fix;
  const folder = diskFolders().find(({ uri }) => uri.fsPath.replaceAll("\\", "/") === given.root) ?? diskFolders()[0];
  if (fix === undefined || !("command" in fix) || folder === undefined)
    throw new LeastkeyError("usage", "that is no line of the runbook", "choose one in the view Runbook");
  await typeCommand(fix.command, folder.uri.fsPath, machine);
}
