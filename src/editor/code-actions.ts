import {
  CodeAction,
  CodeActionKind,
  type CodeActionProvider,
  type CodeActionProviderMetadata,
  l10n,
  type TextDocument,
} from "vscode";
import type { CommandId } from "../contributions.ts";
import type { Finding } from "../core/finding.ts";
import { type Findings, isShown } from "./findings.ts";
import { findingsAt } from "./ranges.ts";
import { setting } from "./settings.ts";
import { targetArgument } from "./target.ts";
import { findingTitle } from "./words.ts";

const refactor = CodeActionKind.RefactorExtract.append("secret");
export const codeActionKinds: CodeActionProviderMetadata = {
  providedCodeActionKinds: [CodeActionKind.QuickFix, refactor],
};

/** The lightbulb on a credential: move it, ignore it, explain it. */
export function findingActions(findings: Findings, canWrite: (document: TextDocument) => boolean): CodeActionProvider {
  return {
    provideCodeActions: (document, range, context) => {
      const lowest = setting("marks.lowestTier", document.uri);
      const all = findings.file(document.uri)?.findings ?? [];
      return findingsAt(all, range)
        .filter(({ tier }) => isShown(tier, lowest))
        .flatMap((finding) => actionsFor(document, finding, canWrite(document)))
        .filter(({ kind }) => kind !== undefined && (context.only === undefined || context.only.contains(kind)));
    },
  };
}

function actionsFor(document: TextDocument, finding: Finding, canWrite: boolean): readonly CodeAction[] {
  const title = findingTitle(finding);
  const action = (text: string, kind: CodeActionKind, command: CommandId): CodeAction => {
    const made = new CodeAction(text, kind);
    const target = { uri: document.uri, fingerprint: finding.fingerprint, start: finding.place.start };
    made.command = { title: text, command, arguments: [targetArgument(target)] };
    return made;
  };
  const move = action(
    l10n.t("Move Secret to Vault: {0}", title),
    CodeActionKind.QuickFix,
    "leastkey.moveSecretToVault",
  );
  move.isPreferred = true;
  return [
    ...(canWrite
      ? [move, action(l10n.t("Move Secret to Vault: {0}", title), refactor, "leastkey.moveSecretToVault")]
      : []),
    action(l10n.t("Explain This Finding: {0}", title), CodeActionKind.QuickFix, "leastkey.explainFinding"),
    action(l10n.t("Ignore This Finding: {0}", title), CodeActionKind.QuickFix, "leastkey.ignoreFinding"),
  ];
}
