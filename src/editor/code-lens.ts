import {
  CodeLens,
  type CodeLensProvider,
  type Disposable,
  type Event,
  EventEmitter,
  l10n,
  Range,
  type TextDocument,
  type Uri,
  workspace,
} from "vscode";
import { type CommandId, settingsPrefix } from "../contributions.ts";
import { Disposables } from "./disposables.ts";
import { type Findings, isShown } from "./findings.ts";
import { setting } from "./settings.ts";
import { targetArgument } from "./target.ts";

export interface LensSource {
  readonly findings: Findings;
  readonly isHidden: (uri: Uri) => boolean;
  readonly canWrite: (uri: Uri) => boolean;
  readonly onDidChangeGuard: Event<void>;
}

/** One line above each file that holds credentials: how many, and whether agents can read them. */
export class FileLens implements CodeLensProvider, Disposable {
  readonly #own = new Disposables();
  readonly #changed = this.#own.add(new EventEmitter<void>());
  readonly #source: LensSource;
  readonly onDidChangeCodeLenses = this.#changed.event;

  constructor(source: LensSource) {
    this.#source = source;
    const fire = (): void => this.#changed.fire();
    this.#own.add(source.findings.onDidChange(fire));
    this.#own.add(source.onDidChangeGuard(fire));
    this.#own.add(
      workspace.onDidChangeConfiguration((event) => {
        if (event.affectsConfiguration(`${settingsPrefix}.marks`)) fire();
      }),
    );
  }

  provideCodeLenses({ uri }: TextDocument): CodeLens[] {
    if (!setting("marks.codeLens", uri)) return [];
    const lowest = setting("marks.lowestTier", uri);
    const found = (this.#source.findings.file(uri)?.findings ?? []).filter(({ tier }) => isShown(tier, lowest));
    const [first] = found;
    if (first === undefined) return [];
    const { title, command } = lensText(found.length, this.#source.isHidden(uri), this.#source.canWrite(uri));
    const target = targetArgument({ uri, fingerprint: first.fingerprint, start: first.place.start });
    return [new CodeLens(new Range(0, 0, 0, 0), { title, command, arguments: [target] })];
  }

  dispose(): void {
    this.#own.dispose();
  }
}

export function lensText(
  found: number,
  isHidden: boolean,
  canWrite: boolean,
): { readonly title: string; readonly command: CommandId } {
  if (isHidden)
    return {
      title:
        found === 1
          ? l10n.t("$(lock) 1 secret, hidden from agents")
          : l10n.t("$(lock) {0} secrets, hidden from agents", found),
      command: "leastkey.openAgentActivity",
    };
  const what =
    found === 1
      ? l10n.t("$(warning) agents can read this secret")
      : l10n.t("$(warning) agents can read these {0} secrets", found);
  return canWrite
    ? { title: l10n.t("{0}: protect", what), command: "leastkey.protectWorkspace" }
    : { title: what, command: "leastkey.explainFinding" };
}
