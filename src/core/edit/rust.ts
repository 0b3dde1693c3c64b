import type { SyntaxNode, Tree } from "@lezer/common";
import { parser } from "@lezer/rust";
import { mustBeConstant } from "./refusals.ts";
import { type Refusal, type ReplacementRequest, refused, type TextEdit } from "./replacement.ts";
import { ancestors, type TreeLanguage } from "./tree-language.ts";

const lazy = "std::sync::LazyLock";
const init = (name: string): string => `${lazy}::new(|| std::env::var("${name}").expect("${name} is not set"))`;

/**
 * A block with a static of its own has the type of the literal, `&'static str`, reads the variable once and leaks
 * nothing. LazyLock needs Rust 1.80. Never `env!`: it builds the value into the program.
 */
export const rust: TreeLanguage = {
  grammar: {
    title: "Rust",
    parse: (text) => parser.parse(text),
    strings: new Set(["String", "RawString"]),
    sameAs: { ConstItem: "StaticItem" },
  },
  read: ({ name }) => `{ static VALUE: ${lazy}<String> = ${init(name)}; VALUE.as_str() }`,
  join: undefined,
  plainParents: new Set(),
  refuse: refuseIn,
  instead: constantEdits,
  support: () => [],
};

const tokens = new Set(["ParenthesizedTokens", "BracketedTokens", "BracedTokens", "MacroInvocation"]);

function refuseIn(node: SyntaxNode, { text }: ReplacementRequest, isWhole: boolean): Refusal | undefined {
  if (!isWhole)
    return refused("it is a part of a string, which Rust cannot join in place", "build the string with format! first");
  if (text.slice(node.from, node.to).startsWith("b"))
    return refused("it is a byte string", "use a string and its as_bytes() first");
  const around = ancestors(node);
  const names = around.map(({ name }) => name);
  if (names.includes("AttributeItem") || names.includes("InnerAttribute"))
    return mustBeConstant("an attribute's value");
  if (around.some(({ name }) => tokens.has(name))) {
    return refused("it stands in a macro, which may want a literal", "give it a variable before the macro first");
  }
  if (names.some((name) => /Pattern|MatchArm$/.test(name)) && names[0] !== "Block") return mustBeConstant("a pattern");
  const item = around.find(({ name }) => name === "ConstItem" || name === "StaticItem");
  if (item === undefined || item !== node.parent) return item === undefined ? undefined : mustBeConstant("a constant");
  return refuseItem(item, text);
}

function refuseItem(item: SyntaxNode, text: string): Refusal | undefined {
  const source = text.slice(item.from, item.to);
  const declared = /^(?:const|static)\s+([A-Z_a-z]\w*)\s*:\s*&\s*(?:'static\s+)?str\s*=/.exec(source)?.[1];
  if (declared === undefined || item.parent?.name !== "SourceFile") {
    return refused("other files may use this constant", "make it a private function or a LazyLock first");
  }
  const others = text.slice(0, item.from) + text.slice(item.to);
  if (
    new RegExp(
      `\\{${declared}[:}]|\\b(?:const|static)\\b[^;]*\\b${declared}\\b|\\bmatch\\b[\\s\\S]*\\b${declared}\\s*=>`,
    ).test(others)
  ) {
    return mustBeConstant("a format string, a pattern or another constant uses it, which");
  }
  return undefined;
}

/** A private constant becomes a LazyLock, and each use of it in the file asks for its text. */
function constantEdits(
  tree: Tree,
  node: SyntaxNode,
  { text, name }: ReplacementRequest,
): readonly TextEdit[] | undefined {
  const item = node.parent;
  if (item === null || (item.name !== "ConstItem" && item.name !== "StaticItem")) return undefined;
  const head = /^(const|static)(\s+)([A-Za-z_]\w*)(\s*:\s*)(&\s*(?:'static\s+)?str)/.exec(
    text.slice(item.from, item.to),
  );
  const [whole = "", keyword = "", , declared = "", , type = ""] = head ?? [];
  if (head === null) return undefined;
  const typeEnd = item.from + whole.length;
  const edits: TextEdit[] = [
    { start: item.from, end: item.from + keyword.length, text: "static", role: "value" },
    { start: typeEnd - type.length, end: typeEnd, text: `${lazy}<String>`, role: "value" },
    { start: node.from, end: node.to, text: init(name), role: "value" },
  ];
  tree.iterate({
    enter: ({ name: kind, from, to }) => {
      const isUse =
        kind.endsWith("Identifier") && text.slice(from, to) === declared && (from < item.from || from >= item.to);
      if (isUse) edits.push({ start: from, end: to, text: `${declared}.as_str()`, role: "support" });
    },
  });
  return edits;
}
