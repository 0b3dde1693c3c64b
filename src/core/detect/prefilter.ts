import { type Automaton, buildAutomaton } from "./automaton.ts";
import { keywords } from "./keywords.ts";
import type { Provider, Rule } from "./rule.ts";
import { type Anchor, anchorOf, stickyPattern, widthsOf } from "./shape.ts";

/** What to do where a pattern of the automaton hits. */
export type Target =
  | {
      readonly kind: "shape";
      readonly owner: Owner;
      readonly pattern: RegExp;
      readonly anchor: Anchor;
      readonly width: number;
    }
  | { readonly kind: "code"; readonly owner: Owner; readonly length: number }
  | { readonly kind: "keyword"; readonly length: number }
  | { readonly kind: "context"; readonly word: string };

export interface Owner {
  readonly provider: Provider;
  readonly rule: Rule;
}

export interface Prefilter {
  readonly automaton: Automaton;
  /** What it looks for, lower case; by pattern number. */
  readonly literals: readonly string[];
  /** By pattern number. */
  readonly targets: readonly (readonly Target[])[];
  readonly keyed: readonly Owner[];
}

const isTelling = (word: string): boolean => word.length >= 5 && !keywords.includes(word);

function targetsOf(owner: Owner): readonly (readonly [string, Target])[] {
  const { match } = owner.rule;
  switch (match.by) {
    case "shape":
      return match.shapes.map((shape) => {
        const anchor = anchorOf(shape);
        return [
          anchor.literal.toLowerCase(),
          { kind: "shape", owner, pattern: stickyPattern(shape), anchor, width: widthsOf(shape)[1] },
        ];
      });
    case "code":
      return match.anchors.map((anchor) => [anchor, { kind: "code", owner, length: anchor.length }]);
    case "key":
      // Short and common words only count in the key's own name.
      return [...match.words.filter(isTelling), ...(match.hosts ?? [])].map((word) => [
        word,
        { kind: "context", word },
      ]);
  }
}

export function buildPrefilter(providers: readonly Provider[]): Prefilter {
  const byLiteral = new Map<string, Target[]>();
  const add = (literal: string, target: Target): void => {
    if (literal.length < 3) throw new Error(`an anchor needs three characters or more: ${literal}`);
    const there = byLiteral.get(literal);
    if (there === undefined) byLiteral.set(literal, [target]);
    else if (target.kind !== "context" || !there.some(({ kind }) => kind === "context")) there.push(target);
  };
  for (const word of keywords) add(word, { kind: "keyword", length: word.length });
  const owners = providers.flatMap((provider) => provider.rules.map((rule) => ({ provider, rule })));
  for (const owner of owners) for (const [literal, target] of targetsOf(owner)) add(literal, target);
  const literals = [...byLiteral.keys()];
  return {
    automaton: buildAutomaton(literals),
    literals,
    targets: literals.map((literal) => byLiteral.get(literal) ?? []),
    keyed: owners.filter(({ rule }) => rule.match.by === "key"),
  };
}
