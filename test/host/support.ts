import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import * as vscode from "vscode";
import type { EntryRow } from "../../src/audit/read.ts";
import { leastkeyHome } from "../../src/platform/home.ts";
import { lastRows } from "../../src/platform/trail-read.ts";
import { type Sample, writeSample } from "../sample/sample.ts";

/** The sample as it was written for this run, by writing it once more with the same seed. */
export const sample: Sample = (() => {
  const folder = mkdtempSync(join(tmpdir(), "again-"));
  try {
    return writeSample(folder, Number(process.env["LEASTKEY_TEST_SEED"]));
  } finally {
    rmSync(folder, { recursive: true });
  }
})();

export function uriOf(path: string): vscode.Uri {
  const [folder] = vscode.workspace.workspaceFolders ?? [];
  if (folder === undefined) throw new Error("no folder is open");
  return vscode.Uri.joinPath(folder.uri, path);
}

export const onDisk = (path: string): string => readFileSync(uriOf(path).fsPath, "utf8");

/** Opens a file of the sample, the cursor on a line (from 1) when one is given. */
export async function open(path: string, line?: number): Promise<vscode.TextEditor> {
  const editor = await vscode.window.showTextDocument(uriOf(path));
  if (line !== undefined) {
    const { text, range } = editor.document.lineAt(line - 1);
    const at = range.start.translate(0, /\S/.exec(text)?.index ?? 0);
    editor.selection = new vscode.Selection(at, at);
  }
  return editor;
}

/** Asks again until `look` gives something. */
export async function eventually<T>(what: string, look: () => T | undefined | Promise<T | undefined>): Promise<T> {
  const end = Date.now() + 45_000;
  for (;;) {
    const seen = await look();
    if (seen !== undefined) return seen;
    if (Date.now() > end) throw new Error(`waited in vain for ${what}`);
    await new Promise((done) => setTimeout(done, 50));
  }
}

/** Leastkey's own marks on a file of the sample. */
export const marksOn = (path: string): vscode.Diagnostic[] =>
  vscode.languages.getDiagnostics(uriOf(path)).filter(({ source }) => source === "Leastkey");

/** The first scan is over when the file that comes last in it has its mark. */
export async function scanned(): Promise<void> {
  // The folders of a workspace file come to the extension host after its start.
  await eventually("an open folder", () => vscode.workspace.workspaceFolders?.[0]);
  await eventually("the first scan", () => (marksOn("scripts/old/volume-resize.sh").length > 0 ? true : undefined));
  await eventually("the first scan", () => (marksOn(sample.paymentKey.file).length > 0 ? true : undefined));
}

type Shown = "showInformationMessage" | "showWarningMessage" | "showErrorMessage";
const shownBy: readonly Shown[] = ["showInformationMessage", "showWarningMessage", "showErrorMessage"];

/** What the extension said and asked while `work` ran. An extension host under test shows neither messages nor dialogs. */
export interface Talk {
  readonly messages: string[];
  readonly errors: string[];
}

/**
 * Runs `work` with the window's questions answered: a message by its button, an input box by the next of `inputs`.
 * `button` gets the message and its buttons and picks one, or none.
 */
export async function talking(
  answers: { readonly button?: (message: string, buttons: readonly string[]) => string | undefined },
  work: () => Promise<void>,
): Promise<Talk> {
  const talk: Talk = { messages: [], errors: [] };
  const before = shownBy.map((name) => [name, vscode.window[name]] as const);
  for (const name of shownBy) {
    const show = (message: string, ...rest: unknown[]): Promise<unknown> => {
      (name === "showErrorMessage" ? talk.errors : talk.messages).push(message);
      const items = rest.filter((item) => typeof item === "string" || isItem(item));
      const titles = items.map((item) => (typeof item === "string" ? item : item.title));
      const chosen = answers.button?.(message, titles);
      return Promise.resolve(items[titles.indexOf(chosen ?? "")]);
    };
    Object.assign(vscode.window, { [name]: show });
  }
  try {
    await work();
  } finally {
    for (const [name, original] of before) Object.assign(vscode.window, { [name]: original });
  }
  return talk;
}

const isItem = (value: unknown): value is vscode.MessageItem =>
  typeof value === "object" && value !== null && "title" in value && typeof value.title === "string";

/** Runs a command; its failure, which the extension only shows, is one here. */
export async function succeed(
  command: string,
  argument?: unknown,
  button?: (message: string, buttons: readonly string[]) => string | undefined,
): Promise<readonly string[]> {
  const { messages, errors } = await talking(button === undefined ? {} : { button }, async () => {
    await vscode.commands.executeCommand(command, argument);
  });
  if (errors.length > 0) throw new Error(`${command} failed: ${errors.join(" / ")}`);
  return messages;
}

/** Agrees to each plan that `work` shows, the way Enter does. */
export async function agreeing<T>(work: () => Promise<T>): Promise<T> {
  const enter = setInterval(() => {
    void vscode.commands.executeCommand("workbench.action.acceptSelectedQuickOpenItem");
  }, 300);
  try {
    return await work();
  } finally {
    clearInterval(enter);
  }
}

/** Every file of the workspace, by path. */
export function filesOnDisk(): Map<string, string> {
  const root = uriOf(".").fsPath;
  const entries = readdirSync(root, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const paths = entries.map((entry) => relative(root, join(entry.parentPath, entry.name)).replaceAll("\\", "/"));
  return new Map(paths.sort().map((path) => [path, readFileSync(join(root, path), "latin1")]));
}

/** A new terminal whose shell tells the editor of its commands. */
export async function shell(options: vscode.TerminalOptions): Promise<vscode.TerminalShellIntegration> {
  const terminal = vscode.window.createTerminal({ shellPath: "/bin/bash", ...options });
  terminal.show();
  return eventually("the shell", () => terminal.shellIntegration);
}

/** The records of terminal commands on the trail. */
export const commandRows = (): readonly EntryRow[] =>
  lastRows(leastkeyHome(), 200).filter(({ action }) => action === "terminal.command");
