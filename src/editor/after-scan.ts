import { type LogOutputChannel, l10n, workspace } from "vscode";
import type { GuardWatch } from "./guard-watch.ts";
import type { Machine } from "./machine.ts";
import { notify } from "./notify.ts";
import { setting } from "./settings.ts";
import { files } from "./words.ts";
import type { FolderReport } from "./workspace-scan.ts";

/** Keeps the hook fed: what a scan found goes into the index of a protected folder, and new files are offered to the rules. */
export class AfterScan {
  readonly #machine: Machine;
  readonly #guard: GuardWatch;
  readonly #log: LogOutputChannel;
  /** Files that were offered once are not offered again in this window. */
  readonly #offered = new Set<string>();
  #last: Promise<void> = Promise.resolve();

  constructor(parts: { readonly machine: Machine; readonly guard: GuardWatch; readonly log: LogOutputChannel }) {
    this.#machine = parts.machine;
    this.#guard = parts.guard;
    this.#log = parts.log;
  }

  /** One after the other: two reports of one folder must reach the index in their order. */
  take(reports: readonly FolderReport[]): Promise<void> {
    const turn = this.#last.then(() => this.#take(reports));
    this.#last = turn.catch(() => undefined);
    return turn;
  }

  async #take(reports: readonly FolderReport[]): Promise<void> {
    if (!workspace.isTrusted) return;
    await this.#guard.refresh();
    const due = reports.filter(({ folder }) => this.#guard.of(folder.uri).kind === "protected");
    if (due.length === 0) return;
    const [{ refreshIndex }, ports] = await Promise.all([import("../guard/refresh-index.ts"), this.#machine.ports()]);
    const { home } = this.#machine;
    const added = due.flatMap(({ folder, report }) =>
      refreshIndex(folder.uri.fsPath, report, ports, { home }).added.map((path) => ({ folder, path })),
    );
    await this.#guard.refresh();
    const fresh = added.filter(({ folder, path }) => {
      const protection = this.#guard.of(folder.uri);
      const isDue = protection.kind === "protected" && protection.drift.length > 0;
      return isDue && setting("protection.offerNewFiles", folder.uri) && !this.#offered.has(`${folder.name}/${path}`);
    });
    for (const { folder, path } of fresh) this.#offered.add(`${folder.name}/${path}`);
    if (fresh.length > 0) this.#offer(fresh.map(({ path }) => path));
  }

  #offer(paths: readonly string[]): void {
    const named = paths.length > 3 ? files(paths.length) : paths.join(", ");
    const message =
      paths.length === 1
        ? l10n.t(
            "Leastkey: {0} holds a credential. The hook keeps agents away already; their own rules do not name it yet.",
            named,
          )
        : l10n.t(
            "Leastkey: {0} hold a credential. The hook keeps agents away already; their own rules do not name them yet.",
            named,
          );
    notify(this.#log, message, [{ title: l10n.t("Update the Rules"), command: "leastkey.protectWorkspace" }]);
  }
}
