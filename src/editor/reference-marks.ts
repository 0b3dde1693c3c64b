import {
  type DecorationOptions,
  Diagnostic,
  DiagnosticSeverity,
  type Disposable,
  l10n,
  languages,
  Range,
  type TextDocument,
  ThemeColor,
  window,
  workspace,
} from "vscode";
import { colorIds, productName } from "../contributions.ts";
import { type ReferencePlace, referencesIn } from "../core/reference-places.ts";
import { inBackground } from "./background.ts";
import { Disposables } from "./disposables.ts";
import type { Parts } from "./parts.ts";
import type { ReferenceState, ReferenceStates } from "./reference-states.ts";
import { setting } from "./settings.ts";

/** Longer than a text that anybody writes references into. */
const largestText = 512 * 1024;
const quietMs = 150;
/** Prose names references that nobody resolves. */
const prose = /\.(?:md|mdx|markdown|rst|adoc|txt)$/i;

interface Judged extends ReferencePlace {
  readonly state: ReferenceState;
}

/**
 * Says behind each reference on screen what is known of it, and tells a broken one in the Problems panel. Nobody is
 * asked for that: of a locked vault, and of one elsewhere that was not asked yet, nothing is said.
 */
export class ReferenceMarks implements Disposable {
  readonly #own = new Disposables();
  readonly #parts: Pick<Parts, "machine" | "log">;
  readonly #states: ReferenceStates;
  readonly #known = this.#own.add(mark(colorIds.guarded));
  readonly #missing = this.#own.add(mark(colorIds.exposed));
  readonly #problems = this.#own.add(languages.createDiagnosticCollection("leastkey-references"));
  #timer: NodeJS.Timeout | undefined;

  constructor(parts: Pick<Parts, "machine" | "log">, states: ReferenceStates) {
    this.#parts = parts;
    this.#states = states;
    const soon = (): void => this.#soon();
    this.#own.add(states.onDidAnswer(soon));
    this.#own.add(window.onDidChangeVisibleTextEditors(soon));
    this.#own.add(
      parts.machine.onDidChangeVault(() => {
        states.forget();
        soon();
      }),
    );
    this.#own.add(
      workspace.onDidChangeTextDocument(({ contentChanges }) => {
        if (contentChanges.length > 0) soon();
      }),
    );
    this.#own.add(workspace.onDidCloseTextDocument(({ uri }) => this.#problems.delete(uri)));
    this.#own.add({ dispose: () => clearTimeout(this.#timer) });
    soon();
  }

  #soon(): void {
    clearTimeout(this.#timer);
    const look = (): void => inBackground(this.#look(), "references", this.#parts.log);
    this.#timer = setTimeout(look, quietMs);
  }

  async #look(): Promise<void> {
    for (const editor of window.visibleTextEditors) {
      const { document } = editor;
      const judged = await this.#judged(document);
      const of = (...kinds: readonly ReferenceState["kind"][]) =>
        judged.filter(({ state }) => kinds.includes(state.kind));
      editor.setDecorations(
        this.#known,
        of("there").map((one) => option(document, one, ` ✓ ${l10n.t("in the vault")}`)),
      );
      editor.setDecorations(
        this.#missing,
        of("missing").map((one) => option(document, one, ` ✗ ${l10n.t("not in this vault")}`)),
      );
      const isShown = setting("marks.problems", document.uri) && !prose.test(document.uri.path);
      this.#problems.set(
        document.uri,
        isShown ? of("missing", "broken").map((one) => diagnosticOf(document, one)) : [],
      );
    }
  }

  async #judged(document: TextDocument): Promise<readonly Judged[]> {
    if (document.lineCount > largestText) return [];
    const text = document.getText();
    if (text.length > largestText) return [];
    const judge = async (place: ReferencePlace): Promise<Judged> => ({
      ...place,
      state: await this.#states.known(place.reference),
    });
    return Promise.all(referencesIn(text).map(judge));
  }

  dispose(): void {
    this.#own.dispose();
  }
}

const mark = (color: string) =>
  window.createTextEditorDecorationType({ after: { color: new ThemeColor(color), fontStyle: "italic" } });

function rangeOfReference(document: TextDocument, { start, end }: ReferencePlace): Range {
  return new Range(document.positionAt(start), document.positionAt(end));
}

function option(document: TextDocument, place: ReferencePlace, contentText: string): DecorationOptions {
  return { range: rangeOfReference(document, place), renderOptions: { after: { contentText } } };
}

/** A reference is no secret, so an agent's error reader may hand this one on. */
function diagnosticOf(document: TextDocument, judged: Judged): Diagnostic {
  const { state } = judged;
  const message =
    state.kind === "broken"
      ? state.why
      : l10n.t("the vault holds nothing for this reference; what reads it will not start");
  const diagnostic = new Diagnostic(rangeOfReference(document, judged), message, DiagnosticSeverity.Warning);
  diagnostic.source = productName;
  diagnostic.code = "reference";
  return diagnostic;
}
