import {
  commands,
  type Disposable,
  EventEmitter,
  env,
  type LogOutputChannel,
  l10n,
  Uri,
  type WebviewView,
  type WebviewViewProvider,
  window,
} from "vscode";
import { type CommandId, viewIds } from "../contributions.ts";
import { messageOf } from "../core/errors.ts";
import type { TrailRecord } from "../platform/trail-record.ts";
import {
  type CredentialName,
  type FromPanel,
  type PanelCommand,
  parseFromPanel,
  type RuleVerdict,
  type ToPanel,
} from "../webview/protocol.ts";
import { ActivityFeed } from "./activity-feed.ts";
import { openPath, showCredential } from "./activity-open.ts";
import { rowText } from "./activity-rows.ts";
import { inBackground } from "./background.ts";
import { Disposables } from "./disposables.ts";
import { showFailure } from "./failure.ts";
import type { Findings } from "./findings.ts";
import type { Machine } from "./machine.ts";
import { panelHtml } from "./panel-html.ts";
import type { Previews } from "./preview.ts";

export interface Coverage {
  readonly lines: readonly string[];
  readonly isProtected: boolean;
}

export interface ActivityOptions {
  readonly extension: Uri;
  readonly machine: Machine;
  readonly findings: Findings;
  readonly coverage: () => Coverage;
  readonly log: LogOutputChannel;
  readonly previews: Previews;
}

const panelCommandIds: Readonly<Record<PanelCommand, CommandId>> = {
  protect: "leastkey.protectWorkspace",
  check: "leastkey.checkProtection",
  verify: "leastkey.verifyAuditTrail",
  log: "leastkey.showLog",
};

/** Findings come file by file during a scan; names are told when they have settled. */
const namesAfterMs = 500;

const hearEveryMs = 5_000;

/** The panel "Agent Activity": the trail, live. It gets redacted records and gives back numbers. */
export class ActivityView implements WebviewViewProvider, Disposable {
  readonly #own = new Disposables();
  readonly #options: ActivityOptions;
  readonly #opened = this.#own.add(new EventEmitter<void>());
  /** Fired when somebody looks at the panel. */
  readonly onDidShow = this.#opened.event;
  readonly #heard = this.#own.add(new EventEmitter<void>());
  /** Fired when hooks reported something, at most once in a while: the hooks that ran are seen to run now. */
  readonly onDidHear = this.#heard.event;
  #heardAt = 0;
  #shown: Disposables | undefined;
  #view: WebviewView | undefined;
  #feed: ActivityFeed | undefined;
  #names: readonly CredentialName[] = [];
  #timer: NodeJS.Timeout | undefined;

  constructor(options: ActivityOptions) {
    this.#options = options;
    this.#own.add(window.registerWebviewViewProvider(viewIds.agentActivity, this));
    this.#own.add(options.findings.onDidChange(() => this.#nameLater()));
  }

  get isVisible(): boolean {
    return this.#view?.visible === true;
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
        else inBackground(this.#answer(asked), `panel: ${asked.kind}`, log);
      }),
    );
    view.webview.html = panelHtml(view.webview, extension);
  }

  /** After something changed what is seen and what is not. */
  refreshCoverage(): void {
    inBackground(this.#send({ kind: "coverage", ...this.#options.coverage() }), "panel", this.#options.log);
  }

  async #answer(asked: FromPanel): Promise<void> {
    if (asked.kind === "ready") return this.#start();
    if (asked.kind === "run") {
      await commands.executeCommand(panelCommandIds[asked.command]);
      return;
    }
    const record = await this.#record(asked.sequence);
    switch (asked.kind) {
      case "chain":
        return this.#tellChain(record);
      case "open":
        return openPath(record.row, asked.path);
      case "credential":
        return showCredential(record.row.credentials[asked.credential], this.#options.findings);
      case "rule":
        return this.#answerFromNowOn(record, asked.verdict);
      case "copy": {
        const label = (id: string): string => this.#names.find((name) => name.id === id)?.label ?? id;
        await env.clipboard.writeText(rowText(record.row, label));
      }
    }
  }

  /** The webview asks when it was made and again after it was hidden. */
  async #start(): Promise<void> {
    const { machine } = this.#options;
    this.#opened.fire();
    this.refreshCoverage();
    this.#feed?.dispose();
    const feed = new ActivityFeed({ home: machine.home, send: (message) => this.#send(message) });
    this.#feed = feed;
    try {
      await Promise.all([this.#tellNames(true), feed.run()]);
    } catch (error) {
      await this.#send({ kind: "problem", text: l10n.t("The audit trail cannot be read: {0}.", messageOf(error)) });
      throw error;
    }
  }

  /** What the panel asks about is looked up on the trail, so that nothing but the trail says what a record is. */
  async #record(sequence: number): Promise<TrailRecord> {
    const { recordAt } = await import("../platform/trail-record.ts");
    const record = recordAt(this.#options.machine.home, sequence);
    if (record === undefined) throw new Error(`record ${String(sequence)} is not on the trail any more`);
    return record;
  }

  async #answerFromNowOn({ row }: TrailRecord, verdict: RuleVerdict): Promise<void> {
    try {
      await (await import("./user-rules.ts")).answerFromNowOn(row, verdict, this.#options);
    } catch (error) {
      showFailure(error, "rule", this.#options.log);
    }
  }

  async #tellChain({ row, parts }: TrailRecord): Promise<void> {
    const { coverOf } = await import("../platform/trail-record.ts");
    const { sequence, hash } = row;
    const place = { sequence, hash, previous: parts.previous?.hash ?? "", ...coverOf(this.#options.machine.home) };
    await this.#send({ kind: "chain", place });
  }

  #nameLater(): void {
    if (this.#view === undefined) return;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => inBackground(this.#tellNames(), "panel: names", this.#options.log), namesAfterMs);
  }

  async #tellNames(isFirst = false): Promise<void> {
    const { machine, findings } = this.#options;
    const [{ credentialNames }, { knownValues }, { files, fingerprinter }] = await Promise.all([
      import("./activity-names.ts"),
      import("../guard/exposures/known-values.ts"),
      machine.ports(),
    ]);
    const { entries } = knownValues({ files, fingerprinter }, { home: machine.home });
    const names = credentialNames(findings.files(), entries);
    if (!isFirst && JSON.stringify(names) === JSON.stringify(this.#names)) return;
    this.#names = names;
    await this.#send({ kind: "names", names: this.#names });
  }

  /** false: there is no panel to take it. */
  async #send(message: ToPanel): Promise<boolean> {
    if (message.kind === "append" && Date.now() - this.#heardAt > hearEveryMs) {
      this.#heardAt = Date.now();
      this.#heard.fire();
    }
    const isTaken = await this.#view?.webview.postMessage(message);
    return isTaken === true;
  }

  #end(): void {
    clearTimeout(this.#timer);
    this.#feed?.dispose();
    this.#feed = undefined;
    this.#view = undefined;
    this.#shown?.dispose();
    this.#shown = undefined;
  }

  dispose(): void {
    this.#end();
    this.#own.dispose();
  }
}
