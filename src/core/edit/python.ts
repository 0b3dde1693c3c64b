import type { SyntaxNode, Tree } from "@lezer/common";
import { parser } from "@lezer/python";
import { mismatch, notAString, unverified } from "./refusals.ts";
import { type Refusal, type Replacement, type ReplacementRequest, refused, type TextEdit } from "./replacement.ts";
import { type Fitting, fitOf, type Grammar, isSameTree, type Literal, literalAt, literalOf } from "./syntax.ts";

const grammar: Grammar = {
  title: "Python",
  parse: (text) => parser.parse(text),
  strings: new Set(["String", "FormatString"]),
  sameAs: { FormatString: "String" },
};

/** `os.environ["NAME"]`: a KeyError that names the variable when it is not set. */
export function replaceInPython(request: ReplacementRequest): Replacement | Refusal {
  const { text, place } = request;
  const tree = grammar.parse(text);
  const node = literalAt(grammar, tree, place);
  const literal = node === undefined ? undefined : literalOf(text, node);
  if (node === undefined || literal === undefined) return notAString(tree, place.start);
  const context = refusedContext(node);
  if (context !== undefined) return context;
  const fit = fitOf(request, literal, node.name === "FormatString" && node.firstChild !== null);
  if (fit.kind === "mismatch") return mismatch();
  const value = valueEdits(fit, literal, request.name);
  if ("kind" in value) return value;
  const edits = [...importEdit(tree, text), ...value];
  if (!isSameTree(grammar, text, edits)) return unverified("Python");
  return { kind: "environment-read", edits, stored: fit.stored, verifiedBy: "Python syntax tree" };
}

function valueEdits(fit: Fitting, literal: Literal, name: string): readonly TextEdit[] | Refusal {
  const { prefix, quote, body, from, to } = literal;
  const isBytes = /b/i.test(prefix);
  if (fit.kind === "whole") {
    const text = `os.environ["${name}"]${isBytes ? ".encode()" : ""}`;
    return [{ start: from, end: to, text, role: "value" }];
  }
  if (isBytes) return refused("it is a part of a bytes literal, which has no holes", "build the bytes first");
  const { start, end } = fit.stored;
  // Before Python 3.12 an f-string cannot hold its own quote again.
  const other = quote.startsWith('"') ? "'" : '"';
  const hole: TextEdit = { start, end, text: `{os.environ[${other}${name}${other}]}`, role: "value" };
  if (/f/i.test(prefix)) return [hole];
  if (quote.length === 1 && body.includes("\n")) return refused("its string runs over lines", "move it by hand");
  const bodyStart = from + prefix.length + quote.length;
  return [
    { start: from, end: from + prefix.length, text: `f${prefix.replaceAll(/u/gi, "")}`, role: "value" },
    ...doubledBraces(fit.before, bodyStart),
    hole,
    ...doubledBraces(fit.after, end),
  ];
}

function doubledBraces(body: string, at: number): readonly TextEdit[] {
  return [...body.matchAll(/[{}]/g)].map(({ index, 0: brace }) => {
    const start = at + index;
    return { start, end: start, text: brace, role: "value" };
  });
}

function refusedContext(node: SyntaxNode): Refusal | undefined {
  switch (node.parent?.name ?? "") {
    case "ContinuedString":
      return refused("its string is written in several pieces", "join the pieces into one string first");
    case "ExpressionStatement":
      return refused("it stands in a text that no program uses", "delete it, then rotate the credential");
    case "CaseClause":
    case "LiteralPattern":
      return refused("a pattern must be a constant", "compare with == first");
    default:
      return undefined;
  }
}

/** `import os` where imports stand: after the docstring and `from __future__`, before the first other import. */
function importEdit(tree: Tree, text: string): readonly TextEdit[] {
  const top: SyntaxNode[] = [];
  for (let node = tree.topNode.firstChild; node !== null; node = node.nextSibling) top.push(node);
  const source = (node: SyntaxNode): string => text.slice(node.from, node.to);
  const imports = top.filter(({ name }) => name === "ImportStatement");
  if (imports.some((node) => /^import\s+(?:[\w.]+(?:\s+as\s+\w+)?\s*,\s*)*os\s*(?:,|$)/.test(source(node)))) return [];
  const isFuture = (node: SyntaxNode): boolean => /^from\s+__future__\b/.test(source(node));
  const firstImport = imports.find((node) => !isFuture(node));
  const statement = top.find(
    (node, index) => node.name !== "Comment" && !isFuture(node) && !(index === indexOfDocstring(top)),
  );
  const start = lineStart(text, (firstImport ?? statement ?? tree.topNode).from);
  const gap = firstImport === undefined ? "\n" : "";
  return [{ start, end: start, text: `import os\n${gap}`, role: "support" }];
}

function indexOfDocstring(top: readonly SyntaxNode[]): number {
  const index = top.findIndex(({ name }) => name !== "Comment");
  const node = top[index];
  return node?.name === "ExpressionStatement" && node.firstChild?.name === "String" ? index : -1;
}

const lineStart = (text: string, at: number): number => text.lastIndexOf("\n", at - 1) + 1;
