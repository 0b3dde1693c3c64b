import type { SyntaxNode } from "@lezer/common";
import { parser } from "@lezer/java";
import { mustBeConstant } from "./refusals.ts";
import { type Refusal, type ReplacementRequest, refused } from "./replacement.ts";
import { ancestors, type TreeLanguage } from "./tree-language.ts";

/** System.getenv alone gives null for a variable that is not set. */
export const java: TreeLanguage = {
  grammar: { title: "Java", parse: (text) => parser.parse(text), strings: new Set(["StringLiteral", "TextBlock"]) },
  read: ({ name }) => `java.util.Objects.requireNonNull(System.getenv("${name}"), "${name} is not set")`,
  join: "+",
  plainParents: new Set([
    "VariableDeclarator",
    "ArgumentList",
    "ReturnStatement",
    "AssignmentExpression",
    "ArrayInitializer",
  ]),
  refuse: refuseIn,
  support: () => [],
};

function refuseIn(node: SyntaxNode, { text }: ReplacementRequest, isWhole: boolean): Refusal | undefined {
  if (/^import\s+android\w*\./m.test(text)) {
    return refused(
      "an app that is handed to its users cannot keep a secret",
      "call the provider from a server of your own",
    );
  }
  const names = ancestors(node).map(({ name }) => name);
  if (names.includes("AnnotationArgumentList")) return mustBeConstant("an annotation's value");
  if (names.includes("SwitchLabel")) return mustBeConstant("a case label");
  if (node.name === "TextBlock" && !isWhole)
    return refused("it is a part of a text block", "take it out of the block first");
  const declarator = ancestors(node)
    .find(({ name }) => name === "VariableDeclarator")
    ?.getChild("Definition");
  const name = declarator === undefined || declarator === null ? undefined : text.slice(declarator.from, declarator.to);
  const isUsedAsConstant =
    name !== undefined && new RegExp(`\\bcase\\s+(?:\\w+\\.)?${name}\\b|@\\w+\\s*\\([^)]*\\b${name}\\b`).test(text);
  return isUsedAsConstant ? mustBeConstant("an annotation or a case label uses it, which") : undefined;
}
