import {
  type Disposable,
  type Event,
  EventEmitter,
  FileDecoration,
  type FileDecorationProvider,
  l10n,
  ThemeColor,
  type Uri,
  window,
} from "vscode";
import { colorIds } from "../contributions.ts";
import type { Finding, ProtectedPath } from "../core/finding.ts";
import { Disposables } from "./disposables.ts";
import { type Findings, worstTier } from "./findings.ts";
import { setting } from "./settings.ts";
import { findingTitle } from "./words.ts";

export interface Badge {
  readonly text: string; // at most two code points, else the editor drops it
  readonly tooltip: string;
  readonly color: string;
}

/** What the Explorer and tabs show for one file; undefined when there is nothing to show. */
export function badgeOf(
  findings: readonly Finding[],
  secret: ProtectedPath | undefined,
  isHidden: boolean,
): Badge | undefined {
  const bearing = findings.filter(({ tier }) => tier !== "weak");
  if (worstTier(bearing) === undefined && secret === undefined) return undefined;
  const visible = isHidden ? l10n.t("hidden from agents") : l10n.t("agents can read it");
  const what = bearing.length === 0 ? (secret?.reason ?? "") : titles(bearing);
  return {
    text: bearing.length < 2 ? "S" : bearing.length > 9 ? "S+" : `S${String(bearing.length)}`,
    tooltip: `${what}; ${visible}`,
    color: isHidden ? colorIds.guarded : colorIds.exposed,
  };
}

function titles(findings: readonly Finding[]): string {
  const all = [...new Set(findings.map(findingTitle))];
  const shown = all.slice(0, 3).join(", ");
  return all.length > 3 ? l10n.t("{0} and {1} more", shown, all.length - 3) : shown;
}

/** Answers from what is known, at once; tells the editor of the files that changed and of no others. */
export class Badges implements FileDecorationProvider, Disposable {
  readonly #own = new Disposables();
  readonly #changed = this.#own.add(new EventEmitter<Uri[]>());
  readonly #findings: Findings;
  readonly #isHidden: (uri: Uri) => boolean;
  /** What the badges on screen say of their files. */
  readonly #told = new Map<string, { readonly uri: Uri; readonly isHidden: boolean }>();
  readonly onDidChangeFileDecorations: Event<Uri[]> = this.#changed.event;

  constructor(findings: Findings, isHidden: (uri: Uri) => boolean) {
    this.#findings = findings;
    this.#isHidden = isHidden;
    this.#own.add(findings.onDidChange((uris) => this.#changed.fire([...uris])));
    this.#own.add(window.registerFileDecorationProvider(this));
  }

  /** The protection was looked at again: told are the files of which it says something else now, seldom any. */
  refresh(): void {
    const others = [...this.#told.values()].filter(({ uri, isHidden }) => this.#isHidden(uri) !== isHidden);
    if (others.length > 0) this.#changed.fire(others.map(({ uri }) => uri));
  }

  provideFileDecoration(uri: Uri): FileDecoration | undefined {
    const key = uri.toString();
    this.#told.delete(key);
    const state = this.#findings.file(uri);
    if (state === undefined || !setting("marks.explorerBadges", uri)) return undefined;
    const isHidden = this.#isHidden(uri);
    const badge = badgeOf(state.findings, state.secret, isHidden);
    if (badge === undefined) return undefined;
    this.#told.set(key, { uri, isHidden });
    const decoration = new FileDecoration(badge.text, badge.tooltip, new ThemeColor(badge.color));
    decoration.propagate = true;
    return decoration;
  }

  dispose(): void {
    this.#own.dispose();
  }
}
