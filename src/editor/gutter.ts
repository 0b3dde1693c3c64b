import { type Disposable, type TextEditor, type TextEditorDecorationType, Uri, window } from "vscode";
import { colorIds } from "../contributions.ts";
import { Disposables } from "./disposables.ts";
import { isShown } from "./findings.ts";
import type { Parts } from "./parts.ts";
import { rangeOf } from "./ranges.ts";
import { setting } from "./settings.ts";

type Reach = "exposed" | "guarded";

/** A key beside each line that holds a credential which agents can read, a lock where they are kept from it. */
export class Gutter implements Disposable {
  readonly #own = new Disposables();
  readonly #parts: Pick<Parts, "extension" | "findings" | "guard">;
  readonly #exposed: TextEditorDecorationType;
  readonly #guarded: TextEditorDecorationType;

  constructor(parts: Pick<Parts, "extension" | "findings" | "guard">) {
    this.#parts = parts;
    this.#exposed = this.#own.add(this.#type("exposed"));
    this.#guarded = this.#own.add(this.#type("guarded"));
    const paint = (): void => window.visibleTextEditors.forEach((editor) => this.#paint(editor));
    this.#own.add(
      parts.findings.onDidChange((uris) => {
        const changed = new Set(uris.map(String));
        for (const editor of window.visibleTextEditors) {
          if (changed.has(editor.document.uri.toString())) this.#paint(editor);
        }
      }),
    );
    this.#own.add(parts.guard.onDidChange(paint));
    this.#own.add(window.onDidChangeVisibleTextEditors(paint));
    paint();
  }

  #type(reach: Reach): TextEditorDecorationType {
    const icon = (theme: "dark" | "light"): { readonly gutterIconPath: Uri } => ({
      gutterIconPath: Uri.joinPath(this.#parts.extension, "media", `gutter-${reach}-${theme}.svg`),
    });
    return window.createTextEditorDecorationType({
      dark: icon("dark"),
      light: icon("light"),
      gutterIconSize: "contain",
      overviewRulerColor: { id: colorIds[reach] },
    });
  }

  #paint(editor: TextEditor): void {
    const { uri } = editor.document;
    const lowest = setting("marks.lowestTier", uri);
    const found = this.#parts.findings.file(uri)?.findings ?? [];
    const ranges = found.filter(({ tier }) => isShown(tier, lowest)).map(({ place }) => rangeOf(place));
    const isHidden = this.#parts.guard.isHidden(uri);
    editor.setDecorations(this.#exposed, isHidden ? [] : ranges);
    editor.setDecorations(this.#guarded, isHidden ? ranges : []);
  }

  dispose(): void {
    this.#own.dispose();
  }
}
