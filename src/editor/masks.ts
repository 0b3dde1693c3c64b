import {
  type Disposable,
  type LogOutputChannel,
  type Range,
  type TextDocument,
  type TextEditor,
  window,
  workspace,
} from "vscode";
import { contextKeys, settingsPrefix } from "../contributions.ts";
import { inBackground } from "./background.ts";
import { setContext } from "./context.ts";
import { Disposables } from "./disposables.ts";
import { type Findings, isShown } from "./findings.ts";
import { rangeOf } from "./ranges.ts";
import { setting } from "./settings.ts";
import { afterChanges } from "./shifted.ts";

/**
 * Covers values on screen. Only the picture: the text, the clipboard and every agent still have the value. Lines with
 * a cursor are shown, so that what is edited is seen.
 */
export class Masks implements Disposable {
  readonly #own = new Disposables();
  readonly #cover = this.#own.add(
    window.createTextEditorDecorationType({
      opacity: "0",
      letterSpacing: "-1ch",
      before: { contentText: "••••••••", color: { id: "descriptionForeground" } },
    }),
  );
  readonly #findings: Findings;
  /** Where the values stand now, by document: from the findings, then moved along with each edit until the next scan. */
  readonly #places = new Map<string, readonly Range[]>();
  #masked = setting("marks.maskSecrets");

  constructor(findings: Findings, log: LogOutputChannel) {
    this.#findings = findings;
    this.#own.add(
      findings.onDidChange((uris) => {
        for (const uri of uris) this.#places.delete(uri.toString());
        this.#paintAll();
      }),
    );
    this.#own.add(
      workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
        const key = document.uri.toString();
        if (this.#masked) this.#places.set(key, afterChanges(this.#placesOf(document), contentChanges));
        else this.#places.delete(key);
      }),
    );
    this.#own.add(workspace.onDidCloseTextDocument(({ uri }) => this.#places.delete(uri.toString())));
    this.#own.add(window.onDidChangeVisibleTextEditors(() => this.#paintAll()));
    this.#own.add(window.onDidChangeTextEditorSelection(({ textEditor }) => this.#paint(textEditor)));
    this.#own.add(
      workspace.onDidChangeConfiguration((event) => {
        if (!event.affectsConfiguration(`${settingsPrefix}.marks`)) return;
        this.#places.clear();
        if (event.affectsConfiguration(`${settingsPrefix}.marks.maskSecrets`))
          inBackground(this.set(setting("marks.maskSecrets")), "masks", log);
        else this.#paintAll();
      }),
    );
  }

  /** For this window, until the setting or the other command says otherwise. */
  async set(masked: boolean): Promise<void> {
    this.#masked = masked;
    this.#paintAll();
    await setContext(contextKeys.masked, masked);
  }

  #paintAll(): void {
    window.visibleTextEditors.forEach((editor) => this.#paint(editor));
  }

  #paint(editor: TextEditor): void {
    editor.setDecorations(this.#cover, this.#masked ? this.#covered(editor) : []);
  }

  #covered({ document, selections }: TextEditor): Range[] {
    return this.#placesOf(document).filter(({ start, end }) =>
      selections.every((one) => one.end.line < start.line || one.start.line > end.line),
    );
  }

  #placesOf({ uri }: TextDocument): readonly Range[] {
    const known = this.#places.get(uri.toString());
    if (known !== undefined) return known;
    const lowest = setting("marks.lowestTier", uri);
    const findings = this.#findings.file(uri)?.findings ?? [];
    const places = findings.filter(({ tier }) => isShown(tier, lowest)).map(({ place }) => rangeOf(place));
    this.#places.set(uri.toString(), places);
    return places;
  }

  dispose(): void {
    this.#own.dispose();
  }
}
