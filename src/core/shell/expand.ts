import type { ParameterExpansionPart, ParsedScript, SimpleExpansionPart, Word, WordPart } from "unbash";
import { type Alternatives, anyLetter, anyName, type Names, type Run, type Scope, unknownText } from "./types.ts";

/** More alternatives than this become "any text": a generated list must not take the hook's time. */
const mostAlternatives = 128;

export interface Expander {
  readonly run: Run;
  readonly scope: Scope;
  /** Runs a substitution's script and gives what it prints. */
  readonly substitute: (script: ParsedScript) => Names;
}

/** All texts that a word may become. */
export function expandWord(word: Word, expander: Expander): Alternatives {
  if (word.parts === undefined) return [tilde(word.text, word.value, expander.scope, expander.run)];
  const parts = word.parts.map((part, index) => expandPart(part, expander, index === 0));
  return product(parts);
}

export function expandParts(parts: readonly WordPart[], expander: Expander): Alternatives {
  return product(parts.map((part) => expandPart(part, expander, false)));
}

function product(parts: readonly Alternatives[]): Alternatives {
  let all: string[] = [""];
  for (const part of parts) {
    if (all.length * part.length > mostAlternatives) all = all.slice(0, 1).map(() => unknownText);
    else all = all.flatMap((left) => part.map((right) => left + right));
  }
  return all;
}

function tilde(text: string, value: string, scope: Scope, run: Run): string {
  if (!text.startsWith("~")) return value;
  const name = /^~([^/]*)/.exec(text)?.[1] ?? "";
  if (name === "") return run.world.home + value.slice(1);
  if (name === "+") return (scope.cwd ?? unknownText) + value.slice(2);
  return unknownText + value.slice(1 + name.length);
}

function expandPart(part: WordPart, expander: Expander, first: boolean): Alternatives {
  switch (part.type) {
    case "Literal":
      return [first ? tilde(part.text, part.value, expander.scope, expander.run) : part.value];
    case "SingleQuoted":
    case "AnsiCQuoted":
      return [part.value];
    case "DoubleQuoted":
    case "LocaleString":
      return expandParts(part.parts, expander);
    case "Glob":
      return [part.kind === "star" ? anyName : anyLetter];
    case "ExtendedGlob":
      return [anyName];
    case "BraceExpansion":
      return braces(part.text, expander);
    case "SimpleExpansion":
      return variable(part.text.slice(1), expander);
    case "ParameterExpansion":
      return parameter(part, expander);
    case "ArithmeticExpansion":
      return [unknownText];
    case "CommandExpansion":
    case "ProcessSubstitution": {
      const names = part.script === undefined ? undefined : expander.substitute(part.script);
      if (part.type === "ProcessSubstitution") return ["/dev/fd/63"];
      return names === undefined || names.length === 0 ? [unknownText] : names.slice(0, mostAlternatives);
    }
  }
}

function variable(name: SimpleExpansionPart["text"], { scope, run }: Expander): Alternatives {
  const known = scope.variables.get(name);
  if (known !== undefined) return known;
  if (name === "HOME") return [run.world.home];
  if (name === "PWD") return [scope.cwd ?? unknownText];
  if (/^[1-9]$/.test(name)) return scope.positional[Number(name) - 1] ?? [unknownText];
  if (name === "@" || name === "*") return scope.positional.length > 0 ? scope.positional.flat() : [unknownText];
  return [unknownText];
}

function parameter(part: ParameterExpansionPart, expander: Expander): Alternatives {
  if (part.prefix === "#") return ["0"];
  const operation = part.operation;
  if (part.prefix === "!") return [unknownText];
  const values = variable(part.parameter, expander);
  if (operation === undefined) return values;
  switch (operation.type) {
    case "Default": {
      const operand = expandWord(operation.operand, expander);
      if (operation.operator === "+" || operation.operator === ":+") return [...operand, ""];
      return expander.scope.variables.has(part.parameter) ? [...values, ...operand] : [...operand, unknownText];
    }
    case "Remove":
    case "Replace":
    case "Slice":
    case "CaseModification":
    case "Transform":
    case "Names":
    case "Unknown":
      return [...new Set(values.map(() => unknownText))];
  }
}

/** `{.env,x}` and nested lists; a range gives any text. */
function braces(text: string, expander: Expander): Alternatives {
  const inner = text.slice(1, -1);
  const items = topLevelItems(inner);
  if (items.length < 2) return [unknownText];
  return items.flatMap((item) => braceItem(item, expander)).slice(0, mostAlternatives);
}

function topLevelItems(text: string): readonly string[] {
  const items: string[] = [];
  let depth = 0;
  let item = "";
  for (const char of text) {
    if (char === "{") depth++;
    if (char === "}") depth--;
    if (char === "," && depth === 0) {
      items.push(item);
      item = "";
    } else item += char;
  }
  return [...items, item];
}

function braceItem(item: string, expander: Expander): Alternatives {
  const nested = /^([^{]*)(\{.*\})([^}]*)$/.exec(item);
  if (nested !== null) {
    return braces(nested[2] ?? "", expander).map((middle) => plain(nested[1] ?? "") + middle + plain(nested[3] ?? ""));
  }
  const named = /^\$\{?(\w+)\}?$/.exec(item);
  return named === null ? [plain(item)] : variable(named[1] ?? "", expander);
}

function plain(item: string): string {
  return item
    .replace(/["'\\]/g, "")
    .replaceAll("*", anyName)
    .replaceAll("?", anyLetter)
    .replace(/\$\{?\w+\}?|\$\(.*\)/g, unknownText);
}
