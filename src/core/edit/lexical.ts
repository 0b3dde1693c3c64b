import { inComment, mismatch, mustBeConstant, unverified } from "./refusals.ts";
import {
  applyEdits,
  type Refusal,
  type Replacement,
  type ReplacementRequest,
  refused,
  type TextEdit,
} from "./replacement.ts";
import { fitOf, literalOf } from "./syntax.ts";

interface Token {
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

/**
 * A language without a parser in JavaScript: read token by token. That tells strings from comments and shows that
 * nothing but the literal changed; it does not know declarations, so more is refused than with a tree.
 */
interface LexicalLanguage {
  readonly title: string;
  readonly token: RegExp;
  readonly comment: RegExp;
  readonly read: (name: string) => string;
  readonly refuse: (before: readonly Token[], line: string, text: string) => Refusal | undefined;
  readonly constant: (before: readonly Token[]) => TextEdit | Refusal | undefined;
  /** How a part of this literal is written; undefined: it cannot be. */
  readonly part: (name: string, prefix: string, quote: string) => string | undefined;
}

const joinedWith = (read: string, prefix: string, quote: string): string => `${quote} + ${read} + ${prefix}${quote}`;
const atLine = (text: string, at: number): string => text.slice(text.lastIndexOf("\n", at - 1) + 1, at);

const kotlinRead = (name: string): string => `(System.getenv("${name}") ?: error("${name} is not set"))`;
export const kotlin: LexicalLanguage = {
  title: "Kotlin",
  token: /\/\/[^\n]*|\/\*[\s\S]*?\*\/|"""[\s\S]*?"""|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|\w+|\S/g,
  comment: /^\/[/*]/,
  read: kotlinRead,
  refuse: (_before, line, text) => {
    if (/^import\s+android\w*\./m.test(text)) {
      return refused(
        "an app that is handed to its users cannot keep a secret",
        "call the provider from a server of your own",
      );
    }
    return /^\s*@/.test(line) ? mustBeConstant("an annotation's value") : undefined;
  },
  constant: (before) => {
    const at = before.findLastIndex(({ text }) => text === "const");
    const rest = before.slice(at);
    const isOurs = at !== -1 && /^const val \w+(?: : String)? =$/.test(rest.map(({ text }) => text).join(" "));
    const [first, second] = rest;
    if (!isOurs || first === undefined || second === undefined) return undefined;
    return { start: first.start, end: second.start, text: "", role: "value" };
  },
  part: (name, prefix, quote) => joinedWith(kotlinRead(name), prefix, quote),
};

const csharpRead = (name: string): string =>
  `(System.Environment.GetEnvironmentVariable("${name}") ?? throw new System.InvalidOperationException("${name} is not set"))`;
export const csharp: LexicalLanguage = {
  title: "C#",
  token:
    /\/\/[^\n]*|\/\*[\s\S]*?\*\/|\$*"""[\s\S]*?"""|(?:@\$?|\$@)"(?:[^"]|"")*"|\$?"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)+'|\w+|\S/g,
  comment: /^\/[/*]/,
  read: csharpRead,
  refuse: (before, line) => {
    if (/^\s*\[/.test(line)) return mustBeConstant("an attribute's value");
    if (before.at(-1)?.text === "case") return mustBeConstant("a case label");
    return before.at(-1)?.text === "=" && isInParentheses(before) ? mustBeConstant("a parameter's default") : undefined;
  },
  constant: (before) => {
    const tail = before.slice(-5);
    const [modifier, keyword] = tail;
    if (!tail.some(({ text }) => text === "const")) return undefined;
    const isField = /^(?:private|public|internal|protected) const string \w+ =$/.test(
      tail.map(({ text }) => text).join(" "),
    );
    if (!isField || modifier === undefined || keyword === undefined) {
      return refused("it is a constant", "make it a static readonly field first");
    }
    return { start: keyword.start, end: keyword.end, text: "static readonly", role: "value" };
  },
  part: (name, prefix, quote) => joinedWith(csharpRead(name), prefix, quote),
};

export const ruby: LexicalLanguage = {
  title: "Ruby",
  token: /#[^\n]*|^=begin[\s\S]*?^=end|"(?:[^"\\]|\\[\s\S])*"|'(?:[^'\\]|\\[\s\S])*'|\w+[?!]?|\S/gm,
  comment: /^(?:#|=begin)/,
  read: (name) => `ENV.fetch("${name}")`,
  refuse: (_before, _line, text) =>
    /<<[~-]?["']?[A-Z]/.test(text)
      ? refused("the file has here-documents, which are not read here", "move it by hand")
      : undefined,
  constant: () => undefined,
  part: (name, _prefix, quote) => (quote === '"' ? `#{ENV.fetch('${name}')}` : `' + ENV.fetch("${name}") + '`),
};

/** `$(if …)` is an expression in Windows PowerShell 5.1 too, bare as well as inside of double quotes. */
const powershellRead = (name: string): string =>
  `$(if ($env:${name}) { $env:${name} } else { throw '${name} is not set' })`;
export const powershell: LexicalLanguage = {
  title: "PowerShell",
  token:
    /<#[\s\S]*?#>|#[^\n]*|@"\r?\n[\s\S]*?\n"@|@'\r?\n[\s\S]*?\n'@|"(?:[^"`]|`[\s\S]|"")*"|'(?:[^']|'')*'|\$?[\w:]+|\S/g,
  comment: /^(?:#|<#)/,
  read: powershellRead,
  refuse: (_before, line) => (/^\s*\[\w+\(/.test(line) ? mustBeConstant("an attribute's value") : undefined),
  constant: () => undefined,
  part: (name, prefix, quote) =>
    quote === '"' ? powershellRead(name) : joinedWith(powershellRead(name), prefix, quote),
};

export function replaceInTokens(request: ReplacementRequest, language: LexicalLanguage): Replacement | Refusal {
  const { text, place, name } = request;
  const tokens = tokensOf(language, text);
  const index = tokens.findIndex(({ start, end }) => start <= place.start && end >= place.end);
  const token = tokens[index];
  if (token === undefined) return refused("it stands in no string that can be replaced", "move it by hand");
  if (language.comment.test(token.text)) return inComment();
  const literal = literalOf(text, { from: token.start, to: token.end });
  if (literal === undefined) return refused("it stands in no string that can be replaced", "move it by hand");
  const fit = fitOf(request, literal, /[#$]\{/.test(literal.body) || literal.prefix.includes("$"));
  if (fit.kind === "mismatch") return mismatch();
  const before = tokens.slice(0, index);
  const refusal = language.refuse(before, atLine(text, token.start), text);
  if (refusal !== undefined) return refusal;
  if (/^\s*(?:=>|:(?!:))/.test(text.slice(token.end, token.end + 8)) && language.title === "Ruby") {
    return refused("it is a key here, not a value", "use a variable for the key first");
  }
  const constant = language.constant(before);
  if (constant !== undefined && "kind" in constant) return constant;
  const part = language.part(name, literal.prefix, literal.quote);
  if (fit.kind === "part" && part === undefined) return refused("it is a part of a string", "move it by hand");
  const value: readonly TextEdit[] =
    fit.kind === "whole"
      ? [{ start: token.start, end: token.end, text: language.read(name), role: "value" }]
      : partEdits(token, place, part ?? "");
  const edits = [...(constant === undefined ? [] : [constant]), ...value];
  if (!isSameStream(language, text, edits)) return unverified(language.title);
  return { kind: "environment-read", edits, stored: fit.stored, verifiedBy: `${language.title} token stream` };
}

/** Joining makes an expression of the literal: it is put in parentheses. */
function partEdits(token: Token, place: ReplacementRequest["place"], part: string): readonly TextEdit[] {
  const middle: TextEdit = { start: place.start, end: place.end, text: part, role: "value" };
  if (/^(?:#\{|\$\()/.test(part)) return [middle];
  return [
    { start: token.start, end: token.start, text: "(", role: "value" },
    middle,
    { start: token.end, end: token.end, text: ")", role: "value" },
  ];
}

function tokensOf({ token }: LexicalLanguage, text: string): readonly Token[] {
  return [...text.matchAll(token)].map(({ index, 0: found }) => ({
    text: found,
    start: index,
    end: index + found.length,
  }));
}

function isInParentheses(before: readonly Token[]): boolean {
  let depth = 0;
  for (const { text } of before.toReversed()) {
    if (text === ")") depth++;
    if (text === "(" && depth-- === 0) return true;
    if (text === "{" || text === ";") return false;
  }
  return false;
}

/** All tokens outside of the first to the last edit are the same ones as before. */
function isSameStream(language: LexicalLanguage, text: string, edits: readonly TextEdit[]): boolean {
  const start = Math.min(...edits.map((edit) => edit.start));
  const end = Math.max(...edits.map((edit) => edit.end));
  const after = applyEdits(text, edits);
  const fromEnd = text.length - end;
  const left = tokensOf(language, text).filter((one) => one.end <= start || one.start >= end);
  const right = tokensOf(language, after).filter((one) => one.end <= start || one.start >= after.length - fromEnd);
  return left.length === right.length && left.every((one, index) => one.text === right[index]?.text);
}
