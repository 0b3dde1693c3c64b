import { type Automaton, buildAutomaton, createHits, findHits, patternsOf } from "./automaton.ts";
import { encodedLiterals } from "./encoded.ts";
import { isRandom } from "./filters/word-likeness.ts";
import { keywords } from "./keywords.ts";
import type { Provider, Rule } from "./rule.ts";
import { type Anchor, anchorOf, loosened, type Shape, stickyPattern, widthsOf } from "./shape.ts";

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
  /** A token's beginning as base64 has it; letters count. */
  | { readonly kind: "encoded"; readonly literal: string; readonly length: number }
  | { readonly kind: "context"; readonly word: string };

export interface Owner {
  readonly provider: Provider;
  readonly rule: Rule;
}

export interface Prefilter {
  /** Tells each place where a literal stands, by its number and the offset past it; ascending by offset. */
  readonly find: (bytes: Uint8Array, tell: (literal: number, end: number) => void) => void;
  /** What it looks for, lower case; by pattern number. */
  readonly literals: readonly string[];
  /** By pattern number. */
  readonly targets: readonly (readonly Target[])[];
  readonly keyed: readonly Owner[];
}

const isTelling = (word: string): boolean => word.length >= 5 && !keywords.includes(word);

/**
 * What begins as a token does and goes on with characters that its generator does not give: altered, of a newer kind
 * than the rule knows, or invented.
 */
function lookalikes(owner: Owner): readonly (readonly [string, Target])[] {
  const { provider, rule } = owner;
  if (rule.match.by !== "shape" || rule.samples !== undefined) return [];
  const looser: Rule = {
    ...rule,
    tier: "generic",
    inspect: (value, context) => {
      const told = rule.inspect === undefined ? {} : rule.inspect(value, context);
      if (told === undefined || !isRandom(value)) return undefined;
      return { ...told, tier: "generic", reasons: [...(told.reasons ?? []), "the provider gives other characters"] };
    },
  };
  return rule.match.shapes.flatMap((shape) => {
    const loose = loosened(shape);
    return loose === undefined ? [] : [shapeTarget({ provider, rule: looser }, loose)];
  });
}

function shapeTarget(owner: Owner, shape: Shape): readonly [string, Target] {
  const anchor = anchorOf(shape);
  const target: Target = { kind: "shape", owner, pattern: stickyPattern(shape), anchor, width: widthsOf(shape)[1] };
  return [anchor.literal.toLowerCase(), target];
}

function targetsOf(owner: Owner): readonly (readonly [string, Target])[] {
  const { match } = owner.rule;
  switch (match.by) {
    case "shape":
      return [...match.shapes.map((shape) => shapeTarget(owner, shape)), ...lookalikes(owner)];
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
  for (const literal of encodedLiterals)
    add(literal.toLowerCase(), { kind: "encoded", literal, length: literal.length });
  const owners = providers.flatMap((provider) => provider.rules.map((rule) => ({ provider, rule })));
  for (const owner of owners) for (const [literal, target] of targetsOf(owner)) add(literal, target);
  const literals = [...byLiteral.keys()];
  return {
    find: finder(literals),
    literals,
    targets: literals.map((literal) => byLiteral.get(literal) ?? []),
    keyed: owners.filter(({ rule }) => rule.match.by === "key"),
  };
}

/** Up to here looking for one literal after the other is quicker than building the automaton, in bytes. */
const shortText = 2048;

/** The automaton takes 10 to 60 ms to build: a process that looks at a command or two never does. */
function finder(literals: readonly string[]): Prefilter["find"] {
  let automaton: Automaton | undefined;
  const hits = createHits();
  return (bytes, tell) => {
    if (automaton === undefined && bytes.length <= shortText) {
      for (const { literal, end } of standingIn(bytes, literals)) tell(literal, end);
      return;
    }
    automaton ??= buildAutomaton(literals);
    findHits(automaton, bytes, hits);
    for (let hit = 0; hit < hits.count; hit += 1) {
      const end = hits.pairs[hit * 2 + 1] ?? 0;
      for (const literal of patternsOf(automaton, hits.pairs[hit * 2] ?? 0)) tell(literal, end);
    }
  };
}

/** Literals are lower-case ASCII, so bytes count as the characters of Latin 1 and ASCII letters alone are folded. */
function standingIn(bytes: Uint8Array, literals: readonly string[]): readonly { literal: number; end: number }[] {
  let text = "";
  for (const byte of bytes) text += String.fromCharCode(byte >= 65 && byte <= 90 ? byte + 32 : byte);
  const found: { literal: number; end: number }[] = [];
  literals.forEach((literal, number) => {
    for (let at = text.indexOf(literal); at !== -1; at = text.indexOf(literal, at + 1))
      found.push({ literal: number, end: at + literal.length });
  });
  const lengthOf = ({ literal }: { literal: number }): number => literals[literal]?.length ?? 0;
  return found.sort((a, b) => a.end - b.end || lengthOf(b) - lengthOf(a)); // the longest first, as the automaton has it
}
