import {
  type Disposable,
  type LogOutputChannel,
  type Terminal,
  type TerminalShellExecution,
  TerminalShellExecutionCommandLineConfidence,
  type Uri,
  window,
  workspace,
} from "vscode";
import { inBackground } from "./background.ts";
import { Disposables } from "./disposables.ts";
import type { Findings } from "./findings.ts";
import { diskFolders } from "./folders.ts";
import type { Machine } from "./machine.ts";
import { setting } from "./settings.ts";
import type { KnownHere } from "./terminal-facts.ts";
import type { WorkspaceScan } from "./workspace-scan.ts";

/** A command that still runs after this is recorded as running, so that a server's start is seen at once. */
const longMs = 1_000;

interface TerminalParts {
  readonly machine: Machine;
  readonly findings: Findings;
  readonly scan: WorkspaceScan;
  readonly log: LogOutputChannel;
}

interface Running {
  readonly terminal: Terminal;
  readonly started: number;
  readonly timer: NodeJS.Timeout;
}

/**
 * Records the commands of the editor's terminals that use a credential. The command line is read when the command
 * ends, which is when the shell's report is most exact. Output is never read.
 */
export class Terminals implements Disposable {
  readonly #own = new Disposables();
  readonly #running = new Map<TerminalShellExecution, Running>();
  readonly #machine: Machine;
  readonly #findings: Findings;
  readonly #scan: WorkspaceScan;
  readonly #log: LogOutputChannel;

  constructor({ machine, findings, scan, log }: TerminalParts) {
    this.#machine = machine;
    this.#findings = findings;
    this.#scan = scan;
    this.#log = log;
    this.#own.add(
      window.onDidStartTerminalShellExecution(({ terminal, execution }) => {
        const timer = setTimeout(() => this.#note(execution, terminal, undefined), longMs);
        this.#running.set(execution, { terminal, started: Date.now(), timer });
      }),
    );
    this.#own.add(
      window.onDidEndTerminalShellExecution(({ terminal, execution, exitCode }) => {
        const running = this.#running.get(execution);
        this.#running.delete(execution);
        clearTimeout(running?.timer);
        this.#note(execution, terminal, { exitCode, durationMs: Date.now() - (running?.started ?? Date.now()) });
      }),
    );
  }

  #note(execution: TerminalShellExecution, terminal: Terminal, ended: Ended | undefined): void {
    if (!workspace.isTrusted || setting("activity.terminalCommands") === "off") return;
    if (execution.commandLine.value.trim() === "") return;
    inBackground(this.#record(execution, terminal, ended), "record of a terminal command", this.#log);
  }

  async #record(execution: TerminalShellExecution, terminal: Terminal, ended: Ended | undefined): Promise<void> {
    const { value, confidence, isTrusted } = execution.commandLine;
    const [{ commandFacts, markedAgent, terminalEvent }, { agents }, context, { audit }] = await Promise.all([
      import("./terminal-facts.ts"),
      import("../agents/index.ts"),
      this.#machine.decideContext(),
      this.#machine.ports(),
    ]);
    const cwd = execution.cwd?.fsPath ?? terminal.shellIntegration?.cwd?.fsPath;
    const facts = commandFacts(value, cwd, context, await this.#known());
    if (!facts.isAboutCredentials && setting("activity.terminalCommands") !== "all") return;
    const isUncertain = confidence !== TerminalShellExecutionCommandLineConfidence.High || !isTrusted;
    const agent = markedAgent(environmentOf(terminal), agents);
    const folder = folderOf(execution.cwd);
    audit.append(terminalEvent({ facts, agent, isUncertain, cwd, workspace: folder, ...(ended && { ended }) }));
  }

  /** `$STRIPE_SECRET_KEY` uses what the scan found under that name, or what was moved to the vault from there. */
  async #known(): Promise<KnownHere> {
    const [{ movesOf }, { files }] = await Promise.all([import("../guard/move-receipts.ts"), this.#machine.ports()]);
    const found = this.#findings.files().flatMap(({ findings }) => findings);
    const inFiles = found.flatMap(({ name, tier }) => (name === undefined || tier === "weak" ? [] : [name]));
    const moves = diskFolders().flatMap(({ uri }) => movesOf(uri.fsPath, files, this.#machine.home));
    const moved = moves.flatMap(({ receipt }) => receipt.secrets.map(({ name }) => name));
    return { variables: new Set([...inFiles, ...moved]), values: this.#scan.values() };
  }

  dispose(): void {
    for (const { timer } of this.#running.values()) clearTimeout(timer);
    this.#own.dispose();
  }
}

interface Ended {
  readonly exitCode: number | undefined;
  readonly durationMs: number;
}

function environmentOf({ creationOptions }: Terminal): Readonly<Record<string, string | null | undefined>> | undefined {
  return "env" in creationOptions ? (creationOptions.env ?? undefined) : undefined;
}

function folderOf(cwd: Uri | undefined): string | undefined {
  const [only, ...others] = workspace.workspaceFolders ?? [];
  // A terminal that does not say where it is: with several folders nobody knows which one it belongs to.
  const folder = cwd === undefined ? (others.length === 0 ? only : undefined) : workspace.getWorkspaceFolder(cwd);
  return folder?.uri.fsPath;
}
