import { Diagnostic, DiagnosticSeverity, type Disposable, l10n, languages, type Uri, workspace } from "vscode";
import { productName, settingsPrefix } from "../contributions.ts";
import type { Finding } from "../core/finding.ts";
import { Disposables } from "./disposables.ts";
import { type Findings, isShown } from "./findings.ts";
import { rangeOf } from "./ranges.ts";
import { setting } from "./settings.ts";
import { findingTitle } from "./words.ts";

/**
 * The findings in the Problems panel. Always information: an agent's error reader takes warnings and errors, with the
 * source line they stand on, and would hand the credential to its model (seen in Copilot 0.67's get_errors, 2026-11).
 */
export class Problems implements Disposable {
  readonly #own = new Disposables();
  readonly #collection = this.#own.add(languages.createDiagnosticCollection("leastkey"));
  readonly #findings: Findings;

  constructor(findings: Findings) {
    this.#findings = findings;
    this.#own.add(findings.onDidChange((uris) => uris.forEach((uri) => this.#show(uri))));
    this.#own.add(
      workspace.onDidChangeConfiguration((event) => {
        if (event.affectsConfiguration(`${settingsPrefix}.marks`)) this.#showAll();
      }),
    );
  }

  #showAll(): void {
    this.#collection.clear();
    for (const { uri } of this.#findings.files()) this.#show(uri);
  }

  #show(uri: Uri): void {
    const found = setting("marks.problems", uri) ? (this.#findings.file(uri)?.findings ?? []) : [];
    const lowest = setting("marks.lowestTier", uri);
    const shown = found.filter(({ tier }) => isShown(tier, lowest));
    this.#collection.set(uri, shown.length === 0 ? undefined : shown.map(diagnosticOf));
  }

  dispose(): void {
    this.#own.dispose();
  }
}

export function diagnosticOf(finding: Finding): Diagnostic {
  const message = l10n.t("{0} in plain text; agents and everyone with this file can read it", findingTitle(finding));
  const diagnostic = new Diagnostic(rangeOf(finding.place), message, DiagnosticSeverity.Information);
  diagnostic.source = productName;
  diagnostic.code = finding.rule;
  return diagnostic;
}
