import type { SyntaxNode } from "@lezer/common";
import { parser } from "@lezer/php";
import { mustBeConstant } from "./refusals.ts";
import { type Refusal, type ReplacementRequest, refused } from "./replacement.ts";
import { ancestors, type TreeLanguage } from "./tree-language.ts";

const constants = new Set([
  "ConstDeclaration",
  "PropertyDeclaration",
  "Parameter",
  "PropertyParameter",
  "Attribute",
  "EnumCase",
]);

/** getenv alone gives false for a variable that is not set. A throw expression needs PHP 8. */
export const php: TreeLanguage = {
  grammar: {
    title: "PHP",
    parse: (text) => parser.parse(text),
    strings: new Set(["String"]),
    joins: new Set(["BinaryExpression", "ParenthesizedExpression"]),
  },
  read: ({ name }) => `(getenv('${name}') ?: throw new \\RuntimeException('${name} is not set'))`,
  join: ".",
  plainParents: new Set(["AssignmentExpression", "ArgList", "ReturnStatement", "EchoStatement"]),
  refuse: refuseIn,
  support: () => [],
};

function refuseIn(node: SyntaxNode, { text }: ReplacementRequest): Refusal | undefined {
  if (!/^["']/.test(text.slice(node.from, node.to)))
    return refused("it stands in a heredoc", "take it out of the heredoc first");
  const around = ancestors(node).find(({ name }) => constants.has(name));
  return around === undefined ? undefined : mustBeConstant("a constant, a property's or a parameter's default");
}
