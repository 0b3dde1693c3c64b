import { l10n, Range, type TextDocument, window, workspace } from "vscode";
import { LeastkeyError } from "../core/errors.ts";
import { type Finding, tiers } from "../core/finding.ts";
import { type Findings, isShown } from "./findings.ts";
import { findingsAt } from "./ranges.ts";
import { setting } from "./settings.ts";
import { parseTarget, type Target } from "./target.ts";
import { findingTitle } from "./words.ts";

export interface Located {
  readonly document: TextDocument;
  readonly finding: Finding;
}

export interface Locator {
  readonly findings: Findings;
  readonly settled: (document: TextDocument) => Promise<void>;
}

/** The document that a command is about: the one it was given, else the one in the active editor. */
export async function documentOf(argument: unknown, { settled }: Locator): Promise<TextDocument> {
  const uri = parseTarget(argument)?.uri ?? window.activeTextEditor?.document.uri;
  if (uri === undefined) throw new LeastkeyError("not-found", "no file is open", "open the file that holds the secret");
  const document = await workspace.openTextDocument(uri);
  await settled(document);
  return document;
}

/** The finding that a command is about: the one it was given, the one at the cursor, the only one, or the one chosen. */
export async function findingOf(argument: unknown, locator: Locator): Promise<Located> {
  if (parseTarget(argument) === undefined && window.activeTextEditor === undefined) return chosenAnywhere(locator);
  const document = await documentOf(argument, locator);
  const all = locator.findings.file(document.uri)?.findings ?? [];
  const given = meant(all, parseTarget(argument)) ?? atCursor(all, document);
  const finding = given ?? (all.length < 2 ? all[0] : await choose(all));
  if (finding === undefined) {
    throw new LeastkeyError(
      "not-found",
      `no secret was found in ${workspace.asRelativePath(document.uri)}`,
      "put the cursor on one that is marked",
    );
  }
  return { document, finding };
}

/** The text may have moved since the link was made, so the fingerprint counts more than the place. */
function meant(all: readonly Finding[], target: Target | undefined): Finding | undefined {
  if (target?.fingerprint === undefined) return undefined;
  const same = all.filter(({ fingerprint }) => fingerprint === target.fingerprint);
  return same.find(({ place }) => place.start === target.start) ?? same[0];
}

function atCursor(all: readonly Finding[], document: TextDocument): Finding | undefined {
  const editor = window.activeTextEditor;
  if (editor === undefined || editor.document.uri.toString() !== document.uri.toString()) return undefined;
  const { selection } = editor;
  const line = new Range(selection.start.line, 0, selection.end.line, Number.MAX_SAFE_INTEGER);
  return findingsAt(all, selection)[0] ?? findingsAt(all, line)[0];
}

/** With no file open, as from the walkthrough: one of all that the workspace holds, the surest first. */
async function chosenAnywhere({ findings, settled }: Locator): Promise<Located> {
  const lowest = setting("marks.lowestTier");
  const items = findings
    .files()
    .flatMap(({ uri, findings: all }) => all.map((finding) => ({ uri, finding })))
    .filter(({ finding }) => isShown(finding.tier, lowest))
    .toSorted((a, b) => tiers.indexOf(a.finding.tier) - tiers.indexOf(b.finding.tier))
    .map(({ uri, finding }) => ({
      label: findingTitle(finding),
      description: `${workspace.asRelativePath(uri)}:${String(finding.place.line)}`,
      uri,
      finding,
    }));
  if (items.length === 0) {
    throw new LeastkeyError(
      "not-found",
      "no secret is known in this workspace",
      "scan it, or open the file that holds it",
    );
  }
  const options = { title: l10n.t("Leastkey: which secret?"), matchOnDescription: true };
  const chosen = await window.showQuickPick(items, options);
  if (chosen === undefined) throw new LeastkeyError("cancelled", "no secret was chosen", "nothing was changed");
  const document = await workspace.openTextDocument(chosen.uri);
  await settled(document);
  return { document, finding: chosen.finding };
}

async function choose(all: readonly Finding[]): Promise<Finding> {
  const items = all.map((finding) => ({
    label: findingTitle(finding),
    description: `line ${String(finding.place.line)}`,
    finding,
  }));
  const chosen = await window.showQuickPick(items, { title: "Leastkey: which secret?" });
  if (chosen === undefined) throw new LeastkeyError("cancelled", "no secret was chosen", "nothing was changed");
  return chosen.finding;
}
