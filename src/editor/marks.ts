import { type Disposable, languages, type TextDocument, type Uri, workspace } from "vscode";
import { inBackground } from "./background.ts";
import { Badges } from "./badges.ts";
import { Bleeds } from "./bleeds.ts";
import { codeActionKinds, findingActions } from "./code-actions.ts";
import { FileLens } from "./code-lens.ts";
import { setFilesWithFindings } from "./context.ts";
import { Disposables } from "./disposables.ts";
import { placeOf } from "./folders.ts";
import { Gutter } from "./gutter.ts";
import { findingHover } from "./hover.ts";
import { soon } from "./in-turns.ts";
import type { Parts } from "./parts.ts";
import { Problems } from "./problems.ts";

const everyDocument = { pattern: "**" };

/** All that marks a credential where it stands. */
export function marks(parts: Parts): Disposable[] {
  const { findings, documents, guard, log } = parts;
  const canWrite = (uri: Uri): boolean => workspace.isTrusted && placeOf(uri) !== undefined;
  const isHidden = (uri: Uri): boolean => guard.isHidden(uri);
  const badges = new Badges(findings, isHidden);
  const lens = new FileLens({ findings, isHidden, canWrite, onDidChangeGuard: guard.onDidChange });
  const about = (uri: Uri) => ({ protection: guard.of(uri), isHidden: isHidden(uri), canWrite: canWrite(uri) });
  const settled = (document: TextDocument) => documents.settled(document);
  return [
    badges,
    lens,
    languages.registerCodeLensProvider(everyDocument, lens),
    guard.onDidChange(() => badges.refresh()),
    new Problems(findings, log),
    new Bleeds(findings),
    new Gutter(parts),
    references(parts),
    languages.registerHoverProvider(everyDocument, findingHover({ findings, settled, about })),
    languages.registerCodeActionsProvider(
      everyDocument,
      findingActions(findings, ({ uri }) => canWrite(uri)),
      codeActionKinds,
    ),
    ...menus(parts),
  ];
}

/** Which files the Explorer's menu offers its commands for. */
function menus({ findings, log }: Parts): Disposable[] {
  const tell = soon(() => inBackground(setFilesWithFindings(findings), "context", log));
  return [tell, findings.onDidChange(tell)];
}

/** Loaded after activation: nothing is on screen yet that it could mark. */
function references(parts: Parts): Disposable {
  const own = new Disposables();
  const load = async (): Promise<void> => {
    const [states, { ReferenceMarks }, { referenceHover }, { referenceCompletion, referenceTriggers }] =
      await Promise.all([
        parts.references(),
        import("./reference-marks.ts"),
        import("./reference-hover.ts"),
        import("./reference-completion.ts"),
      ]);
    own.add(states);
    own.add(new ReferenceMarks(parts, states));
    own.add(languages.registerHoverProvider(everyDocument, referenceHover(states)));
    const completion = referenceCompletion(states);
    own.add(languages.registerCompletionItemProvider(everyDocument, completion, ...referenceTriggers));
  };
  inBackground(load(), "references", parts.log);
  return own;
}
