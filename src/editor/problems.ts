import {
  Diagnostic,
  DiagnosticSeverity,
  type Disposable,
  type LogOutputChannel,
  l10n,
  languages,
  type Uri,
  workspace,
} from "vscode";
import { productName, settingsPrefix } from "../contributions.ts";
import type { Finding } from "../core/finding.ts";
import { inBackground } from "./background.ts";
import { Disposables } from "./disposables.ts";
import { type Findings, isShown } from "./findings.ts";
import { inTurns, soon } from "./in-turns.ts";
import { rangeOf } from "./ranges.ts";
import { settingOfFiles } from "./settings.ts";
import { findingTitle } from "./words.ts";

const atOnce = 50;

/**
 * The findings in the Problems panel. Always information: an agent's error reader takes warnings and errors, with the
 * source line they stand on, and would hand the credential to its model (seen in Copilot 0.67's get_errors, 2026-11).
 */
export class Problems implements Disposable {
  readonly #own = new Disposables();
  readonly #collection = this.#own.add(languages.createDiagnosticCollection("leastkey"));
  readonly #findings: Findings;
  readonly #log: LogOutputChannel;
  /** Files whose problems are still those of before. */
  readonly #due = new Map<string, Uri>();
  readonly #later = this.#own.add(soon(() => inBackground(this.#catchUp(), "problems", this.#log)));
  #running = false;

  constructor(findings: Findings, log: LogOutputChannel) {
    this.#findings = findings;
    this.#log = log;
    this.#own.add(findings.onDidChange((uris) => this.#look(uris)));
    this.#own.add(
      workspace.onDidChangeConfiguration((event) => {
        if (event.affectsConfiguration(`${settingsPrefix}.marks`)) this.#showAll();
      }),
    );
  }

  #showAll(): void {
    this.#collection.clear();
    this.#look(this.#findings.files().map(({ uri }) => uri));
  }

  /** One file, being typed into, is shown at once; the many of a scan by and by. */
  #look(uris: readonly Uri[]): void {
    if (uris.length <= atOnce) this.#collection.set(this.#entries(uris));
    else for (const uri of uris) this.#due.set(uri.toString(), uri);
    if (this.#due.size > 0 && !this.#running) this.#later();
  }

  async #catchUp(): Promise<void> {
    this.#running = true;
    try {
      // A message to the window for each batch, not for each file.
      while (this.#due.size > 0) await inTurns(taken(this.#due), (uris) => this.#collection.set(this.#entries(uris)));
    } finally {
      this.#running = false;
    }
  }

  /** As the findings are now, whenever they were asked for. */
  #entries(uris: readonly Uri[]): [Uri, Diagnostic[] | undefined][] {
    const isOn = settingOfFiles("marks.problems");
    const lowest = settingOfFiles("marks.lowestTier");
    return uris.map((uri) => {
      const found = isOn(uri) ? (this.#findings.file(uri)?.findings ?? []) : [];
      const shown = found.filter(({ tier }) => isShown(tier, lowest(uri)));
      return [uri, shown.length === 0 ? undefined : shown.map(diagnosticOf)];
    });
  }

  dispose(): void {
    this.#due.clear();
    this.#own.dispose();
  }
}

/** Takes out what is due, some at a time, with what becomes due meanwhile. */
function* taken(due: Map<string, Uri>): Generator<readonly Uri[]> {
  let batch: Uri[] = [];
  for (const [key, uri] of due) {
    due.delete(key);
    batch.push(uri);
    if (batch.length < atOnce) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}

export function diagnosticOf(finding: Finding): Diagnostic {
  const message = l10n.t("{0} in plain text; agents and everyone with this file can read it", findingTitle(finding));
  const diagnostic = new Diagnostic(rangeOf(finding.place), message, DiagnosticSeverity.Information);
  diagnostic.source = productName;
  diagnostic.code = finding.rule;
  return diagnostic;
}
