import type { Uri } from "vscode";
import {
  type CancellationToken,
  Hover,
  type HoverProvider,
  MarkdownString,
  type Position,
  Range,
  type TextDocument,
} from "vscode";
import type { Finding } from "../core/finding.ts";
import { type CardContext, cardCommands, findingCard } from "./card.ts";
import { type Findings, isShown } from "./findings.ts";
import { findingsAt, rangeOf } from "./ranges.ts";
import { setting } from "./settings.ts";
import { targetArgument } from "./target.ts";

export interface CardSource {
  readonly findings: Findings;
  /** Resolves when the marks are those of the text as it is. */
  readonly settled: (document: TextDocument) => Promise<void>;
  readonly about: (uri: Uri) => Omit<CardContext, "target">;
}

/** The card of the credential under the mouse. */
export function findingHover({ findings, settled, about }: CardSource): HoverProvider {
  return {
    provideHover: async (document: TextDocument, position: Position, token: CancellationToken) => {
      // What is on the disk was scanned already; only text that differs from it is worth a wait.
      if (document.isDirty) await settled(document);
      if (token.isCancellationRequested) return undefined;
      const lowest = setting("marks.lowestTier", document.uri);
      const all = findings.file(document.uri)?.findings ?? [];
      const here = findingsAt(all, new Range(position, position)).filter(({ tier }) => isShown(tier, lowest));
      const first = here[0];
      if (first === undefined) return undefined;
      const cards = here.map((finding) => cardMarkdown(finding, document.uri, about(document.uri)));
      return new Hover(cards, rangeOf(first.place));
    },
  };
}

/** Only the card's own commands can be run from its links. */
export function cardMarkdown(finding: Finding, uri: Uri, about: Omit<CardContext, "target">): MarkdownString {
  const target = targetArgument({ uri, fingerprint: finding.fingerprint, start: finding.place.start });
  const text = new MarkdownString(findingCard(finding, { ...about, target }));
  text.isTrusted = { enabledCommands: cardCommands };
  return text;
}
