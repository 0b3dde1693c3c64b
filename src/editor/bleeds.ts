import { Diagnostic, DiagnosticSeverity, type Disposable, l10n, languages, Range, Uri, workspace } from "vscode";
import { productName, settingsPrefix } from "../contributions.ts";
import type { Finding } from "../core/finding.ts";
import { bleedsOf } from "../guard/scan-report.ts";
import { Disposables } from "./disposables.ts";
import type { FileState, Findings } from "./findings.ts";
import { settingOfFiles } from "./settings.ts";
import { findingTitle } from "./words.ts";

/** All findings are compared, so not with each key that is pressed. */
const restMs = 300;

/**
 * One value in two environments, and production's in a staging file, are errors in the Problems panel. What is typed in
 * one file may make an error of another, or end it.
 */
export class Bleeds implements Disposable {
  readonly #own = new Disposables();
  readonly #collection = this.#own.add(languages.createDiagnosticCollection("leastkey-environments"));
  readonly #findings: Findings;
  #due: NodeJS.Timeout | undefined;

  constructor(findings: Findings) {
    this.#findings = findings;
    this.#own.add(findings.onDidChange(() => this.#look()));
    this.#own.add(
      workspace.onDidChangeConfiguration((event) => {
        if (event.affectsConfiguration(`${settingsPrefix}.marks`)) this.#look();
      }),
    );
    this.#own.add({ dispose: () => clearTimeout(this.#due) });
  }

  #look(): void {
    clearTimeout(this.#due);
    this.#due = setTimeout(() => {
      const isOn = settingOfFiles("marks.problems");
      const errors = [...bleedErrors(this.#findings.files())].map(
        ([key, found]) => [Uri.parse(key, true), [...found]] satisfies [Uri, Diagnostic[]],
      );
      this.#collection.clear();
      this.#collection.set(errors.filter(([uri]) => isOn(uri)));
    }, restMs);
  }

  dispose(): void {
    this.#own.dispose();
  }
}

/** Of each file, by its URI: the errors that its values make by standing in more than one environment. */
export function bleedErrors(files: readonly FileState[]): ReadonlyMap<string, readonly Diagnostic[]> {
  const bleeds = new Map(
    bleedsOf(files.flatMap(({ findings }) => findings)).map((bleed) => [bleed.fingerprint, bleed.environments]),
  );
  if (bleeds.size === 0) return new Map();
  return new Map(
    files.flatMap(({ uri, findings }) => {
      const line = freeLine(findings);
      if (line === undefined) return [];
      const first = new Map(findings.map((finding) => [finding.fingerprint, finding] as const).toReversed());
      const errors = [...first.values()].flatMap((finding) => {
        const environments = bleeds.get(finding.fingerprint);
        return environments === undefined ? [] : [errorOf(finding, environments.join(" + "), line)];
      });
      return errors.length === 0 ? [] : [[uri.toString(), errors] as const];
    }),
  );
}

/**
 * An error stands on a line that holds none of the file's findings: error readers of agents take the source line along
 * (problems.ts). Where every line up to the last finding holds one, the finding's own information is all there is.
 */
function freeLine(findings: readonly Finding[]): number | undefined {
  const taken = new Set<number>();
  for (const { place } of findings) for (let line = place.line; line <= place.endLine; line++) taken.add(line);
  const last = Math.max(0, ...taken);
  for (let line = 1; line < last; line++) if (!taken.has(line)) return line;
  return undefined;
}

function errorOf(finding: Finding, environments: string, line: number): Diagnostic {
  const message = l10n.t(
    "{0} on line {1} is one value for {2}: issue a credential of its own for each environment, then revoke this one",
    findingTitle(finding),
    finding.place.line,
    environments,
  );
  const error = new Diagnostic(new Range(line - 1, 0, line - 1, 0), message, DiagnosticSeverity.Error);
  error.source = productName;
  error.code = "environment-bleed";
  return error;
}
