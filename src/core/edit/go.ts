import type { SyntaxNode, Tree } from "@lezer/common";
import { parser } from "@lezer/go";
import { mustBeConstant } from "./refusals.ts";
import { type Refusal, type ReplacementRequest, refused, type TextEdit } from "./replacement.ts";
import { ancestors, type TreeLanguage } from "./tree-language.ts";

/** os.Getenv alone gives "" for a variable that is not set; the helper panics with its name. */
export const go: TreeLanguage = {
  grammar: {
    title: "Go",
    parse: (text) => parser.parse(text),
    strings: new Set(["String"]),
    sameAs: { ConstDecl: "VarDecl", ConstSpec: "VarSpec", const: "var" },
  },
  read: ({ path, name }) => `${helperName(path)}("${name}")`,
  join: "+",
  plainParents: new Set([
    "ConstSpec",
    "VarSpec",
    "Arguments",
    "ReturnStatement",
    "VarDecl",
    "Assignment",
    "Element",
    "KeyedElement",
  ]),
  refuse: refuseIn,
  support: (tree, node, request) => [...constantEdit(node), ...importEdit(tree, request.text), ...helperEdit(request)],
};

/** Files of one package share their names: the file's own name makes the helper's unique. */
function helperName(path: string): string {
  const stem = path.replace(/^.*\//, "").replace(/\.go$/, "");
  const words = stem.split(/[^A-Za-z0-9]+/).filter((word) => word !== "");
  return `mustEnv${words.map((word) => word.slice(0, 1).toUpperCase() + word.slice(1)).join("")}`;
}

function refuseIn(node: SyntaxNode, { text }: ReplacementRequest): Refusal | undefined {
  const around = ancestors(node);
  if (around.some(({ name }) => name === "ImportSpec"))
    return refused("it stands where a package's path must stand", "move it by hand");
  if (node.parent?.name === "FieldDecl") return mustBeConstant("a struct tag");
  const spec = around.find(({ name }) => name === "ConstSpec" || name === "VarSpec");
  if (spec === undefined) return undefined;
  const type = spec.getChild("TypeName");
  if (type !== null && text.slice(type.from, type.to) !== "string") {
    return refused("it is declared with a type of its own", "convert it from a string variable first");
  }
  if (spec.name !== "ConstSpec") return undefined;
  if (spec.parent?.name === "SpecList")
    return refused("it stands in a group of constants", "give it a declaration of its own first");
  const declared = spec.getChild("DefName");
  const name = declared === null ? "" : text.slice(declared.from, declared.to);
  const isUsedInConst = new RegExp(`\\bconst\\b[^\\n]*=[^\\n]*\\b${name}\\b`).test(text);
  return isUsedInConst ? mustBeConstant("another constant is made of it, which") : undefined;
}

function constantEdit(node: SyntaxNode): readonly TextEdit[] {
  const declaration = ancestors(node).find(({ name }) => name === "ConstDecl");
  if (declaration === undefined) return [];
  return [{ start: declaration.from, end: declaration.from + "const".length, text: "var", role: "value" }];
}

function importEdit(tree: Tree, text: string): readonly TextEdit[] {
  const imports = tree.topNode.getChildren("ImportDecl");
  const specs = imports.flatMap((one) => [
    ...one.getChildren("ImportSpec"),
    ...(one.getChild("SpecList")?.getChildren("ImportSpec") ?? []),
  ]);
  const pathOf = (spec: SyntaxNode): string => text.slice(spec.from, spec.to);
  if (specs.some((spec) => pathOf(spec) === '"os"')) return [];
  const group = imports.flatMap((one) => one.getChild("SpecList") ?? [])[0];
  if (group !== undefined) {
    const next = group.getChildren("ImportSpec").find((spec) => pathOf(spec) > '"os"' || pathOf(spec).includes("."));
    const start = next?.from ?? group.to - 1;
    return [{ start, end: start, text: next === undefined ? '\t"os"\n' : '"os"\n\t', role: "support" }];
  }
  const last = imports.at(-1) ?? tree.topNode.getChild("PackageClause");
  const start = last?.to ?? 0;
  return [{ start, end: start, text: imports.length > 0 ? '\nimport "os"' : '\n\nimport "os"', role: "support" }];
}

function helperEdit({ path, text }: ReplacementRequest): readonly TextEdit[] {
  const name = helperName(path);
  if (new RegExp(`\\bfunc ${name}\\(`).test(text)) return [];
  const body = `\tvalue := os.Getenv(name)\n\tif value == "" {\n\t\tpanic(name + " is not set")\n\t}\n\treturn value\n`;
  const gap = text.endsWith("\n") ? "" : "\n";
  return [
    {
      start: text.length,
      end: text.length,
      text: `${gap}\nfunc ${name}(name string) string {\n${body}}\n`,
      role: "support",
    },
  ];
}
