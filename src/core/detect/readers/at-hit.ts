import type { Assignment } from "./assignment.ts";

/**
 * Reads the assignment around a key word in any text: `password = "x"`, `"token": "x"`, `:secret => 'x'`,
 * `--password=x`, `Authorization: Bearer x`, `PASSWORD 'x'`, `<password>x</password>`, `setPassword("x")`.
 * Light on purpose: it looks at quotes and operators within a bounded window, never at a whole program.
 */
const maxKey = 80;
const maxValue = 4096;
const keyChar = /[A-Za-z0-9_$.-]/;
const operator =
  /[ \t]*(?:\??:[ \t]*[A-Za-z_$&*'][\w$.<>[\]|&': ?]{0,40}?[ \t]*=(?![=>])|:=|=>|->|\|\|=?|\?\?=?|\?=|\+=|===?|!==?|<<|[=:,(>])[ \t]*/y;
const afterKey = /["'`\]})]{0,3}/y;
const attribute = /["'][ \t]+(?:value|content|default|password)[ \t]*=[ \t]*/iy;
const lookupDefault =
  /(?:[\w$.]+(?:\(|\[)["'][\w.-]{1,60}["'](?:,|[)\]][ \t]*(?:\|\||\?\?|or)?)|[\w$.]{1,60}[ \t]*(?:\|\||\?\?|or\b))[ \t]*/y;
const wrapper = /(?:(?:new[ \t]+)?[A-Za-z_$][\w$.:]{0,40}!?\(|await[ \t]+|&|@|\[)[ \t]*/y;
const scheme = /(?:Bearer|Basic|Token|ApiKey|Api-Key|Bot|Key|GenieKey|SSWS|apikey|PRIVATE-TOKEN)[ \t]+(?:token=)?/iy;
const bareValue = /[^\s"'`,;<>(){}[\]|&\\]{4,512}/y;
const bareConfigValue = /[^\s"'`]{4,512}/y;
const stringPrefix = /(?:[bBrRuUfFLN]|rb|br|Rb|u8|\$|@|\$@)?(?="""|'''|["'`])/y;

const stickyEnd = (pattern: RegExp, text: string, at: number): number => {
  pattern.lastIndex = at;
  return pattern.test(text) ? pattern.lastIndex : -1;
};

interface Literal {
  readonly value: string;
  readonly start: number;
  readonly end: number;
}

/** A string literal at `at`; undefined when none begins there, it does not end, or parts of it are computed. */
export function literalAt(text: string, at: number): Literal | undefined {
  const open = stickyEnd(stringPrefix, text, at);
  if (open < 0) return undefined;
  const quote = text[open] ?? "";
  const triple = text.startsWith(quote.repeat(3), open);
  const fence = triple ? quote.repeat(3) : quote;
  const start = open + fence.length;
  const multiline = triple || quote === "`";
  const limit = Math.min(text.length, start + maxValue);
  let escaped = false;
  for (let cursor = start; cursor < limit; cursor += 1) {
    const char = text[cursor];
    if (char === "\\") {
      escaped = true;
      cursor += 1;
    } else if (text.startsWith(fence, cursor)) {
      const raw = text.slice(start, cursor);
      return { value: escaped ? unescape(raw) : raw, start, end: cursor };
    } else if (char === "\n" && !multiline) return undefined;
  }
  return undefined;
}

const escapes: Readonly<Record<string, string>> = { n: "\n", r: "\r", t: "\t", "0": "\0" };

function unescape(raw: string): string {
  return raw.replace(/\\(u[0-9a-fA-F]{4}|x[0-9a-fA-F]{2}|[^])/g, (_all, what: string) =>
    what.length > 1 ? String.fromCharCode(Number.parseInt(what.slice(1), 16)) : (escapes[what] ?? what),
  );
}

interface Key {
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

function keyAround(text: string, start: number, end: number): Key {
  let from = start;
  let to = end;
  // A key word may bring its operator or quotes: `pass=`, `"auth"`.
  while (to > from && !keyChar.test(text[to - 1] ?? "")) to -= 1;
  while (from < to && !keyChar.test(text[from] ?? "")) from += 1;
  while (from > 0 && start - from < maxKey && keyChar.test(text[from - 1] ?? "")) from -= 1;
  while (to < text.length && to - end < maxKey && keyChar.test(text[to] ?? "")) to += 1;
  // `obj->key`, `Foo::key`, `a.b.key`: the operator's own dash is not part of the key.
  if (text[to] === ">" && text[to - 1] === "-") to -= 1;
  return { text: text.slice(from, to), start: from, end: to };
}

export interface HitOptions {
  /** Programs: only string literals count. */
  readonly code: boolean;
  /** A structured reader has this file: only flags and headers inside its strings are read here. */
  readonly structured: boolean;
}

/** The assignment whose key holds text[start, end); undefined when there is none. */
export function assignmentAt(text: string, start: number, end: number, options: HitOptions): Assignment | undefined {
  const key = keyAround(text, start, end);
  const flag = /^-{1,2}[A-Za-z]/.test(key.text);
  const header = headerValue(text, key);
  if (header !== undefined) return header;
  if (flag) return flagValue(text, key, options);
  const query = queryValue(text, key);
  if (query !== undefined) return query;
  if (options.structured) return undefined;
  return pairValue(text, key) ?? plainValue(text, key, options) ?? looseValue(text, key, options.code);
}

function headerValue(text: string, key: Key): Assignment | undefined {
  if (!/(?:authorization|^x-[\w-]+|[\w-]*-(?:token|key|secret|auth))$/i.test(key.text)) return undefined;
  let at = stickyEnd(afterKey, text, key.end);
  at = stickyEnd(operator, text, at);
  if (at < 0) return undefined;
  const quoted = /["'`]/.test(text[at] ?? "");
  if (quoted) at += 1;
  const afterScheme = stickyEnd(scheme, text, at);
  if (afterScheme < 0 && (quoted || !/^x-|-(?:token|key|secret|auth)$/i.test(key.text))) return undefined;
  const from = afterScheme < 0 ? at : afterScheme;
  const to = stickyEnd(bareValue, text, from);
  if (to < 0) return undefined;
  const schemeName = text.slice(at, from).trim().toLowerCase();
  const name = schemeName.startsWith("basic") ? "Authorization Basic" : key.text;
  return { key: name, parents: [], value: text.slice(from, to), start: from, end: to, quoted: false, syntax: "header" };
}

const queryText = /=([A-Za-z0-9_.~%+/!*-]{8,512})(?![A-Za-z0-9_.~%+/!*$={-])/y;

/** `?api_key=…` and `&password=…` of a URL, in any text. */
function queryValue(text: string, key: Key): Assignment | undefined {
  if (!/[?&]/.test(text[key.start - 1] ?? "")) return undefined;
  queryText.lastIndex = key.end;
  const value = queryText.exec(text)?.[1];
  if (value === undefined || !/:\/\/[^\s"'`]{1,400}$/.test(text.slice(Math.max(0, key.start - 400), key.start)))
    return undefined;
  const start = key.end + 1;
  return { key: key.text, parents: [], value, start, end: start + value.length, quoted: true, syntax: "embedded" };
}

function flagValue(text: string, key: Key, { code }: HitOptions): Assignment | undefined {
  const gap = /(?:["']?,[ \t]*(?=["'])|=|[ \t]+)/y;
  const at = stickyEnd(gap, text, key.end);
  if (at < 0) return undefined;
  const name = key.text.replace(/^-+/, "");
  const literal = literalAt(text, at);
  if (literal !== undefined) {
    return { key: name, parents: [], ...literal, quoted: true, syntax: code ? "code" : "flag" };
  }
  const to = stickyEnd(bareValue, text, at);
  if (to < 0 || text[at] === "-") return undefined;
  return { key: name, parents: [], value: text.slice(at, to), start: at, end: to, quoted: false, syntax: "flag" };
}

function plainValue(text: string, key: Key, { code }: HitOptions): Assignment | undefined {
  const after = stickyEnd(afterKey, text, key.end);
  const byAttribute = stickyEnd(attribute, text, key.end);
  const byOperator = stickyEnd(operator, text, after);
  const sql = byOperator < 0 ? stickyEnd(/[ \t]+(?:=[ \t]*)?(?=["'])/y, text, key.end) : -1;
  let at = byAttribute >= 0 ? byAttribute : byOperator >= 0 ? byOperator : sql;
  if (at < 0) return undefined;
  const between = text.slice(key.end, at);
  if (isCallWithoutKey(key, between)) return undefined;
  for (let depth = 0; depth < 2 && literalAt(text, at) === undefined; depth += 1) {
    const skipped = Math.max(stickyEnd(lookupDefault, text, at), stickyEnd(wrapper, text, at));
    if (skipped < 0 || literalAt(text, skipped) === undefined) break;
    at = skipped;
  }
  if (code && literalAt(text, at) === undefined) at = Math.max(at, stickyEnd(nextLine, text, at));
  const literal = literalAt(text, at);
  const base = { key: key.text, parents: [] };
  if (literal !== undefined) {
    const syntax =
      between.includes(",") && !isSetter(text, key) ? "argument" : sql >= 0 ? "sql" : code ? "code" : "config";
    return { ...base, ...literal, quoted: true, syntax };
  }
  if (between.includes(">") && !between.includes("=")) return markupValue(text, key, at);
  if (code || sql >= 0 || /[,(!<]/.test(between) || /==/.test(between)) return undefined;
  const to = stickyEnd(bareConfigValue, text, at);
  if (to < 0) return undefined;
  const value = text.slice(at, to).replace(/[,;]+$/, "");
  return { ...base, value, start: at, end: at + value.length, quoted: false, syntax: "config" };
}

/** The value begins on the line after the operator, in brackets or not. */
const nextLine = /\(?[ \t]*\\?\r?\n[ \t]*(?=[bru]{0,2}["'`])/y;

/** `define("X", "…")`, `props.put("x", "…")`: the call gives a key its value. */
const isSetter = (text: string, key: Key): boolean =>
  /(?:\bdefine|(?:prop(?:ertie)?s?|config|conf|settings|env(?:iron(?:ment)?)?|options|headers|params)\w*(?:\.|->|::)(?:put|set|add|setProperty|setdefault)|\b(?:setProperty|[sS]etenv|putenv|addParameter|setParameter))[ \t]*\([ \t]*["']$/.test(
    text.slice(Math.max(0, key.start - 60), key.start),
  );

/** `hash(password, "utf8")` and `verify("password", "salt")` name no value; `set("password", "x")` and `setPassword("x")` do. */
function isCallWithoutKey(key: Key, between: string): boolean {
  if (key.text === "PASSWORD" && /^[ \t]*\([ \t]*$/.test(between)) return false; // SQL's own function
  if (between.includes(",")) return !/^["'`]/.test(between);
  return (
    between.includes("(") &&
    !/(?:^|[._])(?:set|with|use|add|put|assign|update|login|authenticate|connect)_?[A-Z_]?/.test(key.text)
  );
}

const variableBlock = /"[ \t]*\{[^{}]{0,400}?\bdefault[ \t]*=[ \t]*/y;
const instruction = /(?:^|\n)[ \t]*(?:ENV|ARG|setenv)[ \t]+$/i;
const spaced = /[ \t]+(?:is[ \t]+|of[ \t]+)?["'`]?/y;

/** Terraform's `variable "x" { default = "…" }`, Dockerfile's `ENV X …`, and prose: "the API key … is for staging". */
function looseValue(text: string, key: Key, code: boolean): Assignment | undefined {
  const before = text.slice(Math.max(0, key.start - 24), key.start);
  const base = { key: key.text, parents: [], quoted: false };
  if (/\bvariable[ \t]+"$/.test(before)) {
    const at = stickyEnd(variableBlock, text, key.end);
    const literal = at < 0 ? undefined : literalAt(text, at);
    return literal === undefined ? undefined : { ...base, ...literal, quoted: true, syntax: "config" };
  }
  if (code) return undefined;
  const at = stickyEnd(spaced, text, key.end);
  const to = at < 0 ? -1 : stickyEnd(bareValue, text, at);
  if (to < 0) return undefined;
  const syntax = instruction.test(before) ? "config" : "argument";
  return { ...base, value: text.slice(at, to).replace(/[.:]+$/, ""), start: at, end: to, syntax };
}

/** `auth=("user", "password")`, as Python's requests has it. */
const authPair = /(?:auth|Auth|AUTH)[ \t]*[=:(][ \t]*\(?[ \t]*["'][^"'\n]{1,64}["'][ \t]*,[ \t]*/y;

function pairValue(text: string, key: Key): Assignment | undefined {
  const from = key.text.toLowerCase().lastIndexOf("auth") + key.start;
  const at = from < key.start ? -1 : stickyEnd(authPair, text, from);
  const literal = at < 0 ? undefined : literalAt(text, at);
  return literal === undefined
    ? undefined
    : { key: "auth password", parents: [], ...literal, quoted: true, syntax: "code" };
}

function markupValue(text: string, key: Key, at: number): Assignment | undefined {
  if (text[key.start - 1] !== "<") return undefined;
  const close = text.indexOf("<", at);
  if (close < 0 || close - at > 512 || !text.startsWith("</", close)) return undefined;
  return {
    key: key.text,
    parents: [],
    value: text.slice(at, close),
    start: at,
    end: close,
    quoted: true,
    syntax: "markup",
  };
}
