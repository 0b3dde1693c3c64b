import { isAbsolute } from "node:path";
import {
  commands,
  type Disposable,
  env,
  type LogOutputChannel,
  Uri,
  type WebviewView,
  type WebviewViewProvider,
  window,
} from "vscode";
import type { EntryRow } from "../audit/read.ts";
import { type CommandId, viewIds } from "../contributions.ts";
import { messageOf } from "../core/errors.ts";
import {
  type ActivityRow,
  type FromPanel,
  type PanelCommand,
  parseFromPanel,
  type ToPanel,
} from "../webview/protocol.ts";
import { activityRow, rowText } from "./activity-rows.ts";
import { inBackground } from "./background.ts";
import { Disposables } from "./disposables.ts";
import type { Machine } from "./machine.ts";
import { panelHtml } from "./panel-html.ts";

/** As many records as the panel is given when it opens. */
const firstRows = 10_000;
/** Records that come in a burst are sent together. */
const burstMs = 50;

export interface Coverage {
  readonly lines: readonly string[];
  readonly isProtected: boolean;
}

export interface ActivityOptions {
  readonly extension: Uri;
  readonly machine: Machine;
  readonly coverage: () => Coverage;
  readonly log: LogOutputChannel;
}

const panelCommandIds: Readonly<Record<PanelCommand, CommandId>> = {
  protect: "leastkey.protectWorkspace",
  check: "leastkey.checkProtection",
  verify: "leastkey.verifyAuditTrail",
  log: "leastkey.showLog",
};

/** The panel "Agent Activity": the trail, live. It gets redacted records and gives back numbers. */
export class ActivityView implements WebviewViewProvider, Disposable {
  readonly #own = new Disposables();
  readonly #options: ActivityOptions;
  #shown: Disposables | undefined;
  #view: WebviewView | undefined;
  #rows = new Map<number, ActivityRow>();
  #burst: ActivityRow[] = [];
  #timer: NodeJS.Timeout | undefined;

  constructor(options: ActivityOptions) {
    this.#options = options;
    this.#own.add(window.registerWebviewViewProvider(viewIds.agentActivity, this));
  }

  resolveWebviewView(view: WebviewView): void {
    const { extension, log } = this.#options;
    this.#end();
    const shown = new Disposables();
    this.#shown = shown;
    this.#view = view;
    view.webview.options = {
      enableScripts: true,
      localResourceRoots: [Uri.joinPath(extension, "dist"), Uri.joinPath(extension, "media")],
    };
    shown.add(view.onDidDispose(() => this.#end()));
    shown.add(
      view.webview.onDidReceiveMessage((message: unknown) => {
        const asked = parseFromPanel(message);
        if (asked === undefined) log.warn("the panel sent a message that is none of ours");
        else inBackground(this.#answer(asked, shown), `panel: ${asked.kind}`, log);
      }),
    );
    view.webview.html = panelHtml(view.webview, extension);
  }

  /** After something changed what is seen and what is not. */
  refreshCoverage(): void {
    this.#send({ kind: "coverage", ...this.#options.coverage() });
  }

  async #answer(asked: FromPanel, shown: Disposables): Promise<void> {
    switch (asked.kind) {
      case "ready":
        return this.#start(shown);
      case "open":
        return openPath(this.#rows.get(asked.sequence), asked.path);
      case "copy": {
        const row = this.#rows.get(asked.sequence);
        if (row !== undefined) await env.clipboard.writeText(rowText(row));
        return;
      }
      case "run":
        await commands.executeCommand(panelCommandIds[asked.command]);
    }
  }

  /** The webview asks when it was made and again after it was hidden; the trail is followed once. */
  async #start(shown: Disposables): Promise<void> {
    this.refreshCoverage();
    const { home } = this.#options.machine;
    const [{ lastRows }, { followTrail }, { agents }] = await Promise.all([
      import("../platform/trail-read.ts"),
      import("../platform/trail-follow.ts"),
      import("../agents/index.ts"),
    ]);
    const titles = new Map(agents.map(({ id, title }) => [id, title]));
    const rowOf = (row: EntryRow): ActivityRow => activityRow(row, (id) => titles.get(id) ?? id);
    if (this.#shown !== shown) return;
    try {
      const rows = lastRows(home, firstRows).map(rowOf);
      this.#rows = new Map(rows.map((row) => [row.sequence, row]));
      this.#burst = [];
      this.#send({ kind: "reset", rows, older: Math.max(0, (rows[0]?.sequence ?? 1) - 1) });
      if (this.#isFollowing) return;
      const after = rows.at(-1)?.sequence;
      const following = followTrail(home, (row) => this.#take(rowOf(row)), after === undefined ? {} : { after });
      this.#isFollowing = true;
      shown.add({ dispose: () => following.close() });
    } catch (error) {
      this.#send({ kind: "problem", text: `The audit trail cannot be read: ${messageOf(error)}.` });
      throw error;
    }
  }
  #isFollowing = false;

  #take(row: ActivityRow): void {
    this.#rows.set(row.sequence, row);
    this.#burst.push(row);
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      const rows = this.#burst.splice(0);
      if (rows.length > 0) this.#send({ kind: "append", rows });
    }, burstMs);
  }

  #send(message: ToPanel): void {
    if (this.#view === undefined) return;
    inBackground(this.#view.webview.postMessage(message), "panel", this.#options.log);
  }

  #end(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#view = undefined;
    this.#isFollowing = false;
    this.#shown?.dispose();
    this.#shown = undefined;
  }

  dispose(): void {
    this.#end();
    this.#own.dispose();
  }
}

/** The record names the file; what the panel sends is only which record and which of its files. */
async function openPath(row: ActivityRow | undefined, index: number): Promise<void> {
  const path = row?.paths[index];
  if (row === undefined || path === undefined) return;
  const uri = isAbsolute(path) ? Uri.file(path) : row.cwd === "" ? undefined : Uri.joinPath(Uri.file(row.cwd), path);
  if (uri === undefined)
    await window.showInformationMessage("Leastkey: the record does not say in which folder that file lies.");
  else await window.showTextDocument(uri, { preview: true });
}
