import type { SyntaxNode } from "@lezer/common";
import { parser } from "@lezer/javascript";
import { browserReason } from "./browser.ts";
import { mismatch, notAString, unverified } from "./refusals.ts";
import { type Refusal, type Replacement, type ReplacementRequest, refused, type TextEdit } from "./replacement.ts";
import { type Fitting, fitOf, type Grammar, isSameTree, type Literal, literalAt, literalOf } from "./syntax.ts";

const strings = new Set(["String", "TemplateString", "JSXAttributeValue"]);

function grammarFor(path: string): Grammar {
  const isTyped = /\.[cm]?tsx?$/.test(path);
  const isJsx = path.endsWith("x") || !isTyped;
  const dialect = [isTyped ? "ts" : "", isJsx ? "jsx" : ""].filter((name) => name !== "").join(" ");
  const configured = parser.configure({ dialect });
  return {
    title: isTyped ? "TypeScript" : "JavaScript",
    parse: (text) => configured.parse(text),
    strings,
    sameAs: { TemplateString: "String" },
  };
}

/**
 * `process.env.NAME || missingVariable("NAME")`: the variable stays greppable, the type is `string` under strict
 * TypeScript (the helper returns `never`), and an unset or empty one ends the program with its name. A bare read
 * would not compile where a string is expected, `?? ""` and `!` would send nothing or "undefined" out as the
 * credential.
 */
export function replaceInJavaScript(request: ReplacementRequest): Replacement | Refusal {
  const { path, text, place } = request;
  const browser = browserReason(path, text);
  if (browser !== undefined) {
    return refused(browser, "call the provider from a server and let the page ask that; then rotate this credential");
  }
  if (/\.d\.[cm]?ts$/.test(path))
    return refused("a declaration file holds no values that a program reads", "delete it from there");
  const grammar = grammarFor(path);
  const tree = grammar.parse(text);
  const node = literalAt(grammar, tree, place);
  const literal = node === undefined ? undefined : literalOf(text, node);
  if (node === undefined || literal === undefined) return notAString(tree, place.start);
  const context = refusedContext(node, text);
  if (context !== undefined) return context;
  const hasHoles = node.getChild("Interpolation") !== null;
  const fit = fitOf(request, literal, hasHoles);
  if (fit.kind === "mismatch") return mismatch();
  const read = readOf(request);
  const edits = valueEdits(fit, literal, read.code, plainParents.has(node.parent?.name ?? ""));
  if (read.helper !== undefined) edits.push(read.helper);
  if (!isSameTree(grammar, text, edits)) return unverified(grammar.title);
  return { kind: "environment-read", edits, stored: fit.stored, verifiedBy: `${grammar.title} syntax tree` };
}

function valueEdits(fit: Fitting, literal: Literal, code: string, isAlone: boolean): TextEdit[] {
  const { from, to, quote } = literal;
  if (fit.kind === "whole") return [{ start: from, end: to, text: isAlone ? code : `(${code})`, role: "value" }];
  const { start, end } = fit.stored;
  const hole: TextEdit = { start, end, text: `\${${code}}`, role: "value" };
  if (quote === "`") return [hole];
  return [
    { start: from, end: from + 1, text: "`", role: "value" },
    ...escapes(fit.before, from + 1),
    hole,
    ...escapes(fit.after, end),
    { start: to - 1, end: to, text: "`", role: "value" },
  ];
}

/** What would begin something in a template literal and is plain text in a quoted string. */
function escapes(body: string, at: number): TextEdit[] {
  return [...body.matchAll(/\\[\s\S]|`|\$(?=\{)/g)]
    .filter(([sign]) => !sign.startsWith("\\"))
    .map(({ index }) => ({ start: at + index, end: at + index, text: "\\", role: "value" }));
}

/** Where an `||` expression can stand without parentheses. */
const plainParents = new Set([
  "VariableDeclaration",
  "Property",
  "PropertyDeclaration",
  "ArgList",
  "ArrayExpression",
  "ReturnStatement",
  "AssignmentExpression",
  "ParenthesizedExpression",
  "Interpolation",
  "ExportDeclaration",
  "ArrowFunction",
  "JSXEscape",
]);

interface Read {
  readonly code: string;
  readonly helper: TextEdit | undefined;
}

const isModule = /^\s*(?:import|export)\b/m;

function readOf({ path, text, name }: ReplacementRequest): Read {
  const variable = variableOf(text, name);
  // Top-level names of a TypeScript file that is no module are global: a helper could meet its twin of another file.
  const isScript = /\.[cm]?tsx?$/.test(path) && !isModule.test(text);
  if (isScript) {
    return { code: `${variable} || (() => { throw new Error("${name} is not set"); })()`, helper: undefined };
  }
  const own = helperText("missingVariable", path);
  if (text.includes(own.trim())) return { code: `${variable} || missingVariable("${name}")`, helper: undefined };
  const helper = freeName(text, "missingVariable");
  const start = text.length;
  const gap = text.endsWith("\n") || text === "" ? "" : "\n";
  return {
    code: `${variable} || ${helper}("${name}")`,
    helper: { start, end: start, text: `${gap}${helperText(helper, path)}`, role: "support" },
  };
}

function variableOf(text: string, name: string): string {
  if (/\bDeno\.(?:env|serve|args|readTextFile)\b|from\s+["'](?:jsr|npm):/.test(text)) return `Deno.env.get("${name}")`;
  // With noPropertyAccessFromIndexSignature only the brackets compile; a file that has them keeps them.
  return /\bprocess\.env\[["']/.test(text) ? `process.env["${name}"]` : `process.env.${name}`;
}

function helperText(name: string, path: string): string {
  const signature = /\.[cm]?tsx?$/.test(path) ? "(name: string): never" : "(name)";
  return `\nfunction ${name}${signature} {\n  throw new Error(\`\${name} is not set\`);\n}\n`;
}

function freeName(text: string, wanted: string): string {
  let name = wanted;
  for (let count = 2; new RegExp(`\\b${name}\\b`).test(text); count++) name = `${wanted}${String(count)}`;
  return name;
}

function refusedContext(node: SyntaxNode, text: string): Refusal | undefined {
  const { parent } = node;
  if (parent === null) return undefined;
  switch (parent.name) {
    case "ImportDeclaration":
    case "ExportDeclaration":
      if (parent.name === "ImportDeclaration" || text.slice(parent.from, node.from).includes("from")) {
        return refused("it stands where a module's name must stand", "move it by hand");
      }
      return undefined;
    case "LiteralType":
    case "TypeAnnotation":
      return refused("it is a type here, and types do not exist at run time", "widen the type to string first");
    case "EnumBody":
      return refused("an enum member must be a constant", "replace the member by a variable first");
    case "TaggedTemplateExpression":
      return refused("a tag function reads this template's text", "take the value out of the template first");
    case "JSXAttribute":
      return refused("markup is sent to the browser, with everything in it", "keep the credential on the server");
    case "ExpressionStatement":
      return refused("it is a statement of its own: no program uses it", "delete it, then rotate the credential");
    case "Property":
    case "PropertyDeclaration":
      return parent.firstChild?.from === node.from
        ? refused("it is a key here, not a value", "use a variable for the key first")
        : undefined;
    case "BinaryExpression":
      return /^\s*(?:as\s+const\b|satisfies\b)/.test(text.slice(node.to, node.to + 40))
        ? refused("its type is this very text here (as const)", "take 'as const' away first")
        : undefined;
    default:
      return undefined;
  }
}
