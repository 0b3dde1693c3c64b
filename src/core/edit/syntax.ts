import type { SyntaxNode, Tree } from "@lezer/common";
import { Secret } from "../secret.ts";
import { applyEdits, type ReplacementRequest, type Stored, type TextEdit } from "./replacement.ts";

/** A language with a real parser behind it. lezer's are error-tolerant: what they cannot read stands as error nodes. */
export interface Grammar {
  readonly title: string; // "TypeScript"
  readonly parse: (text: string) => Tree;
  readonly strings: ReadonlySet<string>; // names of string literal nodes
  /** Names that an edit may change on purpose: Go's `const` becomes `var`. */
  readonly sameAs?: Readonly<Record<string, string>>;
  /** Nodes that an edit may put around what stays: a string taken apart is joined again. */
  readonly joins?: ReadonlySet<string>;
}

/** The innermost string literal that holds the place; undefined when it stands in a comment or in code. */
export function literalAt(grammar: Grammar, tree: Tree, place: ReplacementRequest["place"]): SyntaxNode | undefined {
  let node: SyntaxNode | null = tree.resolveInner(place.start, 1);
  while (node !== null && !(grammar.strings.has(node.name) && node.to >= place.end)) node = node.parent;
  return node ?? undefined;
}

export function isInComment(tree: Tree, at: number): boolean {
  return /comment/i.test(tree.resolveInner(at, 1).name);
}

/** A string literal taken apart. */
export interface Literal {
  readonly from: number;
  readonly to: number;
  readonly prefix: string; // letters before the quote: r, b, f
  readonly quote: string; // as often as it stands there
  readonly body: string;
}

/** undefined when the text is not prefix, quote, body, the same quote. */
export function literalOf(text: string, node: { readonly from: number; readonly to: number }): Literal | undefined {
  const source = text.slice(node.from, node.to);
  const match = /^([A-Za-z@$]*)("""|'''|"|'|`)([\s\S]*)\2$/.exec(source);
  if (match === null) return undefined;
  return { from: node.from, to: node.to, prefix: match[1] ?? "", quote: match[2] ?? "", body: match[3] ?? "" };
}

const bodyStart = (literal: Literal): number => literal.from + literal.prefix.length + literal.quote.length;

/** How a value sits in its literal. */
export type Fit =
  | { readonly kind: "whole"; readonly stored: Stored }
  | { readonly kind: "part"; readonly stored: Stored; readonly before: string; readonly after: string }
  /** The text there is not the value: escapes that we do not turn, or a file that changed. */
  | { readonly kind: "mismatch" };

export type Fitting = Exclude<Fit, { kind: "mismatch" }>;

const address = /^[a-z][a-z0-9+.-]*:\/\/[^\s/]*@/i;

/**
 * Whole or part of the literal. An address whose password was found is taken whole: DATABASE_URL is what programs
 * and platforms expect, and no percent-encoding has to be undone. `hasHoles`: the body holds interpolations.
 */
export function fitOf(request: ReplacementRequest, literal: Literal, hasHoles: boolean): Fit {
  const { text, place, value } = request;
  const start = bodyStart(literal);
  const end = start + literal.body.length;
  if (place.start < start || place.end > end) return { kind: "mismatch" };
  const whole = cooked(literal);
  if (!hasHoles && whole !== undefined && Secret.of(whole).equals(value)) {
    return { kind: "whole", stored: { start, end, value } };
  }
  if (!Secret.of(text.slice(place.start, place.end)).equals(value)) return { kind: "mismatch" };
  if (!hasHoles && whole !== undefined && address.test(whole)) {
    return { kind: "whole", stored: { start, end, value: Secret.of(whole) } };
  }
  const before = text.slice(start, place.start);
  const after = text.slice(place.end, end);
  return { kind: "part", stored: { start: place.start, end: place.end, value }, before, after };
}

/** The value of a body with the escapes that every language here shares; undefined when it has others. */
function cooked({ prefix, body }: Literal): string | undefined {
  if (/r/i.test(prefix) || !body.includes("\\")) return body;
  if (/\\[^nrt"'\\/`]/.test(body)) return undefined;
  return body.replaceAll(/\\(.)/g, (_, sign: string) => ({ n: "\n", r: "\r", t: "\t" })[sign] ?? sign);
}

/** The edit changed nothing but what it was to change: same tree around it, and nothing that no longer parses. */
export function isSameTree(grammar: Grammar, before: string, edits: readonly TextEdit[]): boolean {
  const after = applyEdits(before, edits);
  const left = leaves(
    grammar,
    grammar.parse(before),
    edits.map(({ start, end }) => ({ start, end })),
  );
  const right = leaves(grammar, grammar.parse(after), insertedSpans(edits));
  if (right.errors > left.errors || left.leaves.length !== right.leaves.length) return false;
  return left.leaves.every((leaf, index) => {
    const other = right.leaves[index];
    if (other === undefined || leaf.path !== other.path) return false;
    return before.slice(leaf.from, leaf.to) === after.slice(other.from, other.to);
  });
}

interface Span {
  readonly start: number;
  readonly end: number;
}

/** Where the inserted texts stand afterwards. */
function insertedSpans(edits: readonly TextEdit[]): readonly Span[] {
  let shift = 0;
  return edits.map((edit) => {
    const start = edit.start + shift;
    shift += edit.text.length - (edit.end - edit.start);
    return { start, end: start + edit.text.length };
  });
}

interface Leaf {
  readonly path: string;
  readonly from: number;
  readonly to: number;
}

/** Every leaf outside of the spans, with the names of what it stands in. */
function leaves(grammar: Grammar, tree: Tree, spans: readonly Span[]): { leaves: readonly Leaf[]; errors: number } {
  const found: Leaf[] = [];
  const path: string[] = [];
  let errors = 0;
  const touches = (from: number, to: number): boolean => spans.some(({ start, end }) => from < end && to > start);
  tree.iterate({
    enter: ({ name, from, to, type, node }) => {
      if (type.isError) errors++;
      path.push(grammar.sameAs?.[name] ?? name);
      if (!type.isError && node.firstChild === null && !touches(from, to))
        found.push({ path: path.filter((one) => grammar.joins?.has(one) !== true).join("/"), from, to });
    },
    leave: () => {
      path.pop();
    },
  });
  return { leaves: found, errors };
}
