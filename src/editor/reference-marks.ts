import { type DecorationOptions, type Disposable, l10n, type TextEditor, ThemeColor, window, workspace } from "vscode";
import { colorIds } from "../contributions.ts";
import { inBackground } from "./background.ts";
import { Disposables } from "./disposables.ts";
import type { Parts } from "./parts.ts";
import { rangesOf } from "./reference-ranges.ts";

/** Longer than a text that anybody writes references into. */
const largestText = 512 * 1024;
const quietMs = 150;

/**
 * Says behind each of our references on screen whether the vault has it. A locked vault is not asked for: nothing is
 * said then, since "missing" would be a guess.
 */
export class ReferenceMarks implements Disposable {
  readonly #own = new Disposables();
  readonly #parts: Pick<Parts, "machine" | "log">;
  readonly #known = this.#own.add(mark(colorIds.guarded));
  readonly #missing = this.#own.add(mark(colorIds.exposed));
  #timer: NodeJS.Timeout | undefined;

  constructor(parts: Pick<Parts, "machine" | "log">) {
    this.#parts = parts;
    const soon = (): void => this.#soon();
    this.#own.add(window.onDidChangeVisibleTextEditors(soon));
    this.#own.add(parts.machine.onDidChangeVault(soon));
    this.#own.add(
      workspace.onDidChangeTextDocument(({ contentChanges }) => {
        if (contentChanges.length > 0) soon();
      }),
    );
    this.#own.add({ dispose: () => clearTimeout(this.#timer) });
    soon();
  }

  #soon(): void {
    clearTimeout(this.#timer);
    const look = (): void => inBackground(this.#look(), "references", this.#parts.log);
    this.#timer = setTimeout(look, quietMs);
  }

  async #look(): Promise<void> {
    const names = await this.#names();
    for (const editor of window.visibleTextEditors) this.#paint(editor, names);
  }

  /** The references that this window's vault holds; undefined while it is locked. */
  async #names(): Promise<ReadonlySet<string> | undefined> {
    const { machine } = this.#parts;
    if (!workspace.isTrusted || !machine.hasVault) return undefined;
    const vault = await machine.vault();
    if (!vault.status().unlocked) return undefined;
    return new Set((await vault.list()).map(({ reference }) => reference));
  }

  #paint(editor: TextEditor, names: ReadonlySet<string> | undefined): void {
    const text = names === undefined || editor.document.lineCount > largestText ? "" : editor.document.getText();
    const all = text.length > largestText ? [] : rangesOf(text);
    const has = ({ reference }: { readonly reference: string }): boolean => names?.has(reference) === true;
    const known = all.filter(has).map(({ range }) => option(range, ` ✓ ${l10n.t("in the vault")}`));
    const missing = all
      .filter((one) => !has(one))
      .map(({ range }) => option(range, ` ✗ ${l10n.t("not in this vault")}`));
    editor.setDecorations(this.#known, known);
    editor.setDecorations(this.#missing, missing);
  }

  dispose(): void {
    this.#own.dispose();
  }
}

const mark = (color: string) =>
  window.createTextEditorDecorationType({ after: { color: new ThemeColor(color), fontStyle: "italic" } });

function option(range: DecorationOptions["range"], contentText: string): DecorationOptions {
  return { range, renderOptions: { after: { contentText } } };
}
