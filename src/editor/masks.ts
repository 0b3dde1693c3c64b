import { type Disposable, type LogOutputChannel, type TextEditor, window, workspace } from "vscode";
import { contextKeys, settingsPrefix } from "../contributions.ts";
import { inBackground } from "./background.ts";
import { setContext } from "./context.ts";
import { Disposables } from "./disposables.ts";
import { type Findings, isShown } from "./findings.ts";
import { rangeOf } from "./ranges.ts";
import { setting } from "./settings.ts";

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
  #masked = setting("marks.maskSecrets");

  constructor(findings: Findings, log: LogOutputChannel) {
    this.#findings = findings;
    this.#own.add(findings.onDidChange(() => this.#paintAll()));
    this.#own.add(window.onDidChangeVisibleTextEditors(() => this.#paintAll()));
    this.#own.add(window.onDidChangeTextEditorSelection(({ textEditor }) => this.#paint(textEditor)));
    this.#own.add(
      workspace.onDidChangeConfiguration((event) => {
        if (event.affectsConfiguration(`${settingsPrefix}.marks.maskSecrets`))
          inBackground(this.set(setting("marks.maskSecrets")), "masks", log);
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

  #covered({ document, selections }: TextEditor) {
    const lowest = setting("marks.lowestTier", document.uri);
    const findings = this.#findings.file(document.uri)?.findings ?? [];
    return findings
      .filter(({ tier }) => isShown(tier, lowest))
      .map(({ place }) => rangeOf(place))
      .filter(({ start, end }) => selections.every((one) => one.end.line < start.line || one.start.line > end.line));
  }

  dispose(): void {
    this.#own.dispose();
  }
}
