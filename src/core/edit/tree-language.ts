import type { SyntaxNode, Tree } from "@lezer/common";
import { mismatch, notAString, unverified } from "./refusals.ts";
import type { Refusal, Replacement, ReplacementRequest, TextEdit } from "./replacement.ts";
import { fitOf, type Grammar, isSameTree, type Literal, literalAt, literalOf } from "./syntax.ts";

/** What is to know of a language to read a variable where a string literal stood. */
export interface TreeLanguage {
  readonly grammar: Grammar;
  /** The expression that reads the variable and fails without it. */
  readonly read: (request: ReplacementRequest) => string;
  /** What joins strings; undefined: a part of a string cannot be replaced here. */
  readonly join: string | undefined;
  /** Parents under which an operator needs no parentheses. */
  readonly plainParents: ReadonlySet<string>;
  /** Why this node must stay a literal. */
  readonly refuse: (node: SyntaxNode, request: ReplacementRequest, isWhole: boolean) => Refusal | undefined;
  /** Edits in place of the usual ones, where a declaration has to change around the value. */
  readonly instead?: (tree: Tree, node: SyntaxNode, request: ReplacementRequest) => readonly TextEdit[] | undefined;
  /** Further edits: an import, a helper, `const` that becomes `var`. */
  readonly support: (tree: Tree, node: SyntaxNode, request: ReplacementRequest) => readonly TextEdit[];
}

export function replaceInTree(request: ReplacementRequest, language: TreeLanguage): Replacement | Refusal {
  const { text, place } = request;
  const { grammar } = language;
  const tree = grammar.parse(text);
  const node = literalAt(grammar, tree, place);
  const literal = node === undefined ? undefined : literalOf(text, node);
  if (node === undefined || literal === undefined) return notAString(tree, place.start);
  const fit = fitOf(request, literal, node.firstChild !== null && node.firstChild.name !== "Escape");
  if (fit.kind === "mismatch") return mismatch();
  const refusal = language.refuse(node, request, fit.kind === "whole");
  if (refusal !== undefined) return refusal;
  const code = language.read(request);
  const value =
    fit.kind === "whole"
      ? [{ start: literal.from, end: literal.to, text: code, role: "value" as const }]
      : joined(literal, {
          place,
          code,
          join: language.join ?? "",
          isPlain: language.plainParents.has(node.parent?.name ?? ""),
        });
  const own = language.instead?.(tree, node, request) ?? value;
  const edits = [...own, ...language.support(tree, node, request)].toSorted((a, b) => a.start - b.start);
  if (!isSameTree(grammar, text, edits)) return unverified(grammar.title);
  return { kind: "environment-read", edits, stored: fit.stored, verifiedBy: `${grammar.title} syntax tree` };
}

interface Joining {
  readonly place: ReplacementRequest["place"];
  readonly code: string;
  readonly join: string;
  readonly isPlain: boolean;
}

/** `"before" + code + "after"` */
function joined({ from, to, prefix, quote }: Literal, { place, code, join, isPlain }: Joining): readonly TextEdit[] {
  const text = `${quote} ${join} ${code} ${join} ${prefix}${quote}`;
  const middle: TextEdit = { ...place, text, role: "value" };
  if (isPlain) return [middle];
  return [
    { start: from, end: from, text: "(", role: "value" },
    middle,
    { start: to, end: to, text: ")", role: "value" },
  ];
}

/** Names of all that a node stands in, innermost first. */
export function ancestors(node: SyntaxNode): readonly SyntaxNode[] {
  const found: SyntaxNode[] = [];
  for (let at = node.parent; at !== null; at = at.parent) found.push(at);
  return found;
}
