import { existsSync } from "node:fs";
import type { LogOutputChannel } from "vscode";
import {
  type CancellationToken,
  EventEmitter,
  l10n,
  type ProgressLocation,
  type WorkspaceFolder,
  window,
} from "vscode";
import { LeastkeyError } from "../core/errors.ts";
import type { TripwireEntry } from "../core/tripwire.ts";
import type { ScanReport } from "../guard/scan-report.ts";
import { Disposables } from "./disposables.ts";
import type { Findings } from "./findings.ts";
import { byFile, diskFolders } from "./folders.ts";
import type { Machine } from "./machine.ts";
import { setting } from "./settings.ts";
import type { GuardState } from "./status-text.ts";

export interface FolderReport {
  readonly folder: WorkspaceFolder;
  readonly report: ScanReport;
}

/** Scans of whole folders, one after the other; a second request joins the one that runs. */
export class WorkspaceScan {
  readonly #own = new Disposables();
  readonly #changed = this.#own.add(new EventEmitter<void>());
  readonly #reported = this.#own.add(new EventEmitter<readonly FolderReport[]>());
  readonly #findings: Findings;
  readonly #machine: Machine;
  readonly #log: LogOutputChannel;
  readonly #reports = new Map<string, FolderReport>();
  #running: Promise<readonly FolderReport[]> | undefined;
  #state: GuardState["scan"] = "never";
  /** Fired when a scan begins or ends. */
  readonly onDidChange = this.#changed.event;
  /** Fired with what is known now, after a scan and after files changed. */
  readonly onDidReport = this.#reported.event;

  constructor(findings: Findings, machine: Machine, log: LogOutputChannel) {
    this.#findings = findings;
    this.#machine = machine;
    this.#log = log;
  }

  get state(): GuardState["scan"] {
    return this.#state;
  }

  /** What the last scan of a folder told. */
  report(folder: WorkspaceFolder): ScanReport | undefined {
    return this.#reports.get(folder.uri.toString())?.report;
  }

  /** How the values of every folder are known again, by keyed fingerprint; for the index and the terminals, never shown. */
  values(): readonly TripwireEntry[] {
    return [...this.#reports.values()].flatMap(({ report }) => report.values);
  }

  /** `where`: in the status bar for a scan that nobody asked for, as a notification with Cancel for one that somebody did. */
  run(where: ProgressLocation.Notification | ProgressLocation.Window): Promise<readonly FolderReport[]> {
    this.#running ??= this.#scan(where).finally(() => {
      this.#running = undefined;
    });
    return this.#running;
  }

  async #scan(location: ProgressLocation): Promise<readonly FolderReport[]> {
    this.#enter("running");
    try {
      const options = { location, title: l10n.t("Leastkey: looking for credentials"), cancellable: true };
      const reports = await window.withProgress(options, async (progress, token) => {
        const done: FolderReport[] = [];
        const gone = diskFolders().filter((folder) => !isThere(folder));
        if (gone.length > 0 && gone.length === diskFolders().length) throw missing(gone);
        for (const folder of gone) this.#log.warn(`not scanned: ${folder.name} is not there any more`);
        for (const folder of diskFolders().filter((one) => !gone.includes(one))) {
          const tell = (files: number, total: number): void =>
            progress.report({ message: l10n.t("{0} of {1} files", files, total) });
          done.push(await this.#scanFolder(folder, token, tell));
        }
        return done;
      });
      this.#enter("done");
      this.#reported.fire(reports);
      return reports;
    } catch (error) {
      const isCancelled = error instanceof LeastkeyError && error.code === "cancelled";
      this.#enter(isCancelled ? (this.#reports.size > 0 ? "done" : "never") : "failed");
      throw error;
    }
  }

  async #scanFolder(
    folder: WorkspaceFolder,
    token: CancellationToken,
    onProgress: (done: number, total: number) => void,
  ): Promise<FolderReport> {
    const cancel = new AbortController();
    const listening = token.onCancellationRequested(() => cancel.abort());
    try {
      const scanner = await this.#machine.scanner();
      const exclude = setting("scan.exclude", folder.uri);
      const overrides = setting("scan.overrides", folder.uri);
      const options = { tier: "weak", exclude, overrides, onProgress, signal: cancel.signal } as const;
      const report = await scanner.scan(folder.uri.fsPath, options);
      this.#findings.replaceFolder(await byFile(folder.uri, report));
      this.#reports.set(folder.uri.toString(), { folder, report });
      this.#tell(folder, report);
      return { folder, report };
    } finally {
      listening.dispose();
    }
  }

  /** Looks again at some files of a folder that was scanned; paths are relative to it. */
  async update(folder: WorkspaceFolder, paths: readonly string[]): Promise<void> {
    const before = this.report(folder);
    if (before === undefined || this.#running !== undefined || !isThere(folder)) return;
    const [scanner, { withChanged }] = await Promise.all([this.#machine.scanner(), import("./incremental.ts")]);
    const overrides = setting("scan.overrides", folder.uri);
    const part = await scanner.scanPaths(folder.uri.fsPath, paths, { overrides });
    // Another update or scan may have come in between; what it knows is kept.
    const report = withChanged(this.report(folder) ?? before, paths, part);
    const known = { folder, report };
    this.#reports.set(folder.uri.toString(), known);
    const files = await byFile(folder.uri, report);
    if (this.#reports.get(folder.uri.toString()) === known) this.#findings.replaceFolder(files);
    this.#reported.fire([known]);
  }

  #tell(folder: WorkspaceFolder, { files, findings, durationMs, errors }: ScanReport): void {
    this.#log.info(
      `scan of ${folder.name}: ${String(files)} files in ${String(Math.round(durationMs))} ms, ${String(findings.length)} findings of any tier`,
    );
    for (const { path, message } of errors) this.#log.info(`not scanned: ${path}: ${message}`);
  }

  #enter(state: GuardState["scan"]): void {
    this.#state = state;
    this.#changed.fire();
  }

  dispose(): void {
    this.#own.dispose();
  }
}

/**
 * A folder that was deleted or whose disk is away has no files, and is not free of secrets for that: the guard's index
 * keeps what it knew of it.
 */
const isThere = ({ uri }: WorkspaceFolder): boolean => existsSync(uri.fsPath);

const missing = (folders: readonly WorkspaceFolder[]): LeastkeyError =>
  new LeastkeyError(
    "file.unreadable",
    `${folders.map(({ name }) => name).join(", ")} is not there any more`,
    "scan again when the folder is back; what is known of it is kept",
  );
