import {
  type Disposable,
  type LogOutputChannel,
  languages,
  Position,
  type TextDocument,
  type Uri,
  workspace,
} from "vscode";
import type { Scanner } from "../worker/scan-client.ts";
import { inBackground } from "./background.ts";
import { Disposables } from "./disposables.ts";
import type { Findings } from "./findings.ts";
import { setting } from "./settings.ts";

/**
 * A burst of keys counts as one, and from the last of them to the new marks stays under the 100 ms that feel like none.
 * Handing a short text over costs next to nothing, so there only keys that come together (a paste, an undo) wait.
 */
const quiet = { shortMs: 10, longMs: 40, longLines: 5_000 };
/** A document above this is as likely a log or a dump; the workspace scan has its own, higher limit. */
const largestText = 2 * 1024 * 1024;

interface Waiting {
  readonly timer: NodeJS.Timeout;
  readonly start: () => void;
}

/** Keeps the findings of open documents equal to their text while it changes. */
export class Documents implements Disposable {
  readonly #own = new Disposables();
  readonly #waiting = new Map<string, Waiting>();
  readonly #running = new Map<string, Promise<void>>();
  readonly #tooLarge = new Set<string>();
  readonly #findings: Findings;
  readonly #scanner: () => Promise<Scanner>;
  readonly #log: LogOutputChannel;

  constructor(findings: Findings, scanner: () => Promise<Scanner>, log: LogOutputChannel) {
    this.#findings = findings;
    this.#scanner = scanner;
    this.#log = log;
    this.#own.add(workspace.onDidOpenTextDocument((document) => this.#look(document)));
    this.#own.add(
      workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
        if (contentChanges.length > 0) this.#look(document);
      }),
    );
    this.#own.add(workspace.onDidSaveTextDocument(({ uri }) => findings.saveDocument(uri)));
    this.#own.add(workspace.onDidCloseTextDocument(({ uri }) => this.#close(uri)));
  }

  /** The documents that were open before the extension was. */
  lookAtAll(): void {
    workspace.textDocuments.forEach((document) => this.#look(document));
  }

  /** Resolves when the findings are those of the document's text as it is. */
  async settled(document: TextDocument): Promise<void> {
    const key = document.uri.toString();
    // Text that changed while it was looked at is looked at again.
    for (let more = true; more; more = this.#waiting.has(key) || this.#running.has(key)) {
      this.#waiting.get(key)?.start();
      await this.#running.get(key);
    }
  }

  #look(document: TextDocument): void {
    if (!isWatched(document) || !setting("scan.whileTyping", document.uri)) return;
    const key = document.uri.toString();
    this.#cancel(key);
    const start = (): void => {
      this.#cancel(key);
      // One scan of a document at a time: keys come faster than a large text is read.
      const before = this.#running.get(key) ?? Promise.resolve();
      const next = (): Promise<void> => this.#scan(document);
      const run = before.then(next, next).finally(() => {
        if (this.#running.get(key) === run) this.#running.delete(key);
      });
      this.#running.set(key, run);
      inBackground(run, `scan of ${workspace.asRelativePath(document.uri)}`, this.#log);
    };
    this.#waiting.set(key, {
      timer: setTimeout(start, document.lineCount > quiet.longLines ? quiet.longMs : quiet.shortMs),
      start,
    });
  }

  async #scan(document: TextDocument): Promise<void> {
    if (document.isClosed) return;
    const { uri, version } = document;
    // The length by its lines: joining them to a text of 50 MB would hold up everything else in the editor.
    if (document.offsetAt(new Position(document.lineCount, 0)) > largestText) {
      this.#sayTooLarge(uri);
      return;
    }
    const text = document.getText();
    const scanner = await this.#scanner();
    const folder = workspace.getWorkspaceFolder(uri)?.uri;
    const root = folder?.scheme === "file" ? folder.fsPath : undefined;
    const overrides = setting("scan.overrides", uri);
    const findings = await scanner.scanText(workspace.asRelativePath(uri, false), text, { root, overrides });
    // Newer text has its own scan under way.
    if (document.version === version && !document.isClosed) this.#findings.replaceDocument(uri, version, findings);
  }

  #sayTooLarge(uri: Uri): void {
    if (this.#tooLarge.has(uri.toString())) return;
    this.#tooLarge.add(uri.toString());
    const limit = `${String(largestText / 1024 / 1024)} million characters`;
    this.#log.info(`${workspace.asRelativePath(uri)} is over ${limit}: its marks are those of the workspace scan`);
  }

  #cancel(key: string): void {
    clearTimeout(this.#waiting.get(key)?.timer);
    this.#waiting.delete(key);
  }

  #close(uri: Uri): void {
    this.#cancel(uri.toString());
    this.#tooLarge.delete(uri.toString());
    this.#findings.closeDocument(uri);
  }

  dispose(): void {
    for (const key of this.#waiting.keys()) this.#cancel(key);
    this.#own.dispose();
  }
}

/** Files, unsaved buffers, and whatever a virtual workspace calls its files; not output channels, diffs or settings. */
function isWatched(document: TextDocument): boolean {
  const { scheme } = document.uri;
  const folders = workspace.workspaceFolders ?? [];
  const isFile = scheme === "file" || scheme === "untitled" || folders.some(({ uri }) => uri.scheme === scheme);
  return isFile && languages.match({ pattern: "**/.git/**" }, document) === 0;
}
