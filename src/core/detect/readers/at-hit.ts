import type { Assignment } from "./assignment.ts";
import { insertedValue } from "./insert.ts";
import { type Key, keyAround } from "./key-around.ts";
import { literalAt, stickyEnd } from "./literal.ts";
import { markupValue } from "./markup.ts";

/**
 * Reads the assignment around a key word in any text: `password = "x"`, `"token": "x"`, `:secret => 'x'`,
 * `--password=x`, `Authorization: Bearer x`, `PASSWORD 'x'`, `<password>x</password>`, `setPassword("x")`.
 * Light on purpose: it looks at quotes and operators within a bounded window, never at a whole program.
 */
const operator =
  /[ \t]*(?:\??:[ \t]*[A-Za-z_$&*'][\w$.<>[\]|&': ?]{0,40}?[ \t]*=(?![=>])|:{1,3}=|=>|->|<-|\|\|=?|\?\?=?|\?[:=]|[+.]=|===?|!==?|<<|[=:,(>])[ \t]*/y;
/** `var key string = …`, `key As String = …`, `key[] = …`: a type or brackets between the name and its value. */
const typed =
  /(?:[ \t]*\[\d{0,5}\][ \t]*=|[ \t]+(?:As[ \t]+)?(?:[sS]tring|STRING|\[\d{0,5}\]byte|\*string|str)[ \t]*=)(?!=)[ \t]*/y;
const afterKey = /(?:\\{1,3}["'])?["'`\]})]{0,3}/y;
const attribute = /["'][ \t]+(?:value|content|default|password)[ \t]*=[ \t]*/iy;
const lookupDefault =
  /(?:[\w$.]+(?:\(|\[)["'][\w.-]{1,60}["'](?:,|[)\]][ \t]*(?:\|\||\?\?|\?:|or|\{)?)|[\w$.]{1,60}[ \t]*(?:\|\||\?\?|\?:|or\b))[ \t]*/y;
const wrapper = /(?:\[\]byte\(|(?:new[ \t]+)?[A-Za-z_$][\w$.:]{0,40}!?\(|await[ \t]+|&|@|\[)[ \t]*/y;
const scheme = /(?:Bearer|Basic|Token|ApiKey|Api-Key|Bot|Key|GenieKey|SSWS|apikey|PRIVATE-TOKEN)[ \t]+(?:token=)?/iy;
const bareValue = /[^\s"'`,;<>(){}[\]|&\\]{4,512}/y;
const bareConfigValue = /[^\s"'`]{4,512}/y;
export interface HitOptions {
  /** Programs: only string literals count. */
  readonly code: boolean;
  /** A structured reader has this file: only flags and headers inside its strings are read here. */
  readonly structured: boolean;
}

/** The assignment whose key holds text[start, end); undefined when there is none. */
export function assignmentAt(text: string, start: number, end: number, options: HitOptions): Assignment | undefined {
  const key = keyAround(text, start, end);
  if (text.startsWith("::", key.start - 2) && /["']/.test(text[key.end] ?? "")) return undefined; // "AWS::IAM::AccessKey"
  const flag = /^-{1,2}[A-Za-z]/.test(key.text);
  const header = headerValue(text, key);
  if (header !== undefined) return header;
  if (flag) return flagValue(text, key, options);
  const told = queryValue(text, key) ?? fallbackValue(text, key);
  if (told !== undefined) return told;
  if (options.structured) return undefined;
  return (
    pairValue(text, key) ??
    insertedValue(text, key) ??
    markupValue(text, key) ??
    pairInString(text, key) ??
    lazyValue(text, key) ??
    plainValue(text, key, options) ??
    looseValue(text, key, options.code)
  );
}

function headerValue(text: string, key: Key): Assignment | undefined {
  if (key.text.startsWith("-") || !/(?:authorization|^x-[\w-]+|-(?:token|key|secret|auth))$/i.test(key.text))
    return undefined;
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

const fallback = /:-?([^\s${}"'`]{4,256})\}/y;

/** `${DB_PASSWORD:-…}` of a shell and of compose, `${db.password:…}` of Spring: what holds when nothing else is set. */
function fallbackValue(text: string, key: Key): Assignment | undefined {
  if (!text.startsWith("${", key.start - 2)) return undefined;
  fallback.lastIndex = key.end;
  const match = fallback.exec(text);
  const value = match?.[1];
  if (match === null || value === undefined) return undefined;
  const end = key.end + match[0].length - 1;
  return { key: key.text, parents: [], value, start: end - value.length, end, quoted: true, syntax: "config" };
}

const queryText = /=([A-Za-z0-9_.~%+/!*@-]{8,512}={0,2})(?![A-Za-z0-9_.~%+/!*$={@-])/y;

/** `?api_key=…` and `&password=…` of a URL, in any text. */
function queryValue(text: string, key: Key): Assignment | undefined {
  if (!/[?&]/.test(text[key.start - 1] ?? "")) return undefined;
  queryText.lastIndex = key.end;
  const value = queryText.exec(text)?.[1];
  if (value === undefined || /\bbadge\b[^\s"'`]{0,200}$/.test(text.slice(Math.max(0, key.start - 200), key.start)))
    return undefined;
  if (!/:\/\/[^\s"'`]{1,400}$/.test(text.slice(Math.max(0, key.start - 400), key.start))) return undefined;
  const start = key.end + 1;
  return { key: key.text, parents: [], value, start, end: start + value.length, quoted: true, syntax: "embedded" };
}

function flagValue(text: string, key: Key, { code }: HitOptions): Assignment | undefined {
  const gap = /(?:["'],[^\n"']{0,80}\bdefault[ \t]*=[ \t]*(?=["'])|["']?,[ \t]*(?=["'])|=|[ \t]+)/y;
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
  const byOperator = Math.max(stickyEnd(operator, text, after), stickyEnd(typed, text, after));
  const sql = byOperator < 0 ? stickyEnd(/[ \t]+(?:=[ \t]*)?(?=@?["'])/y, text, key.end) : -1;
  let at = byAttribute >= 0 ? byAttribute : byOperator >= 0 ? byOperator : sql;
  if (at < 0) return undefined;
  const between = text.slice(key.end, at);
  if (isCallWithoutKey(text, key, between)) return undefined;
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
  if (code || sql >= 0 || /[,(!<]/.test(between) || /==/.test(between)) return undefined;
  const to = stickyEnd(bareConfigValue, text, at);
  if (to < 0) return undefined;
  const value = text.slice(at, to).replace(/[,;]{1,8}$/, "");
  return { ...base, value, start: at, end: at + value.length, quoted: false, syntax: "config" };
}

const inString = /=([^\s"'`;&|$<>{}()]{8,512})(["'`])/y;

/** `putenv("API_KEY=…")`, `["TOKEN=…"]`: a pair that fills a string. */
function pairInString(text: string, key: Key): Assignment | undefined {
  const quote = text[key.start - 1] ?? "";
  if (!/["'`]/.test(quote)) return undefined;
  inString.lastIndex = key.end;
  const match = inString.exec(text);
  const value = match?.[1];
  if (value === undefined || match?.[2] !== quote) return undefined;
  const start = key.end + 1;
  return { key: key.text, parents: [], value, start, end: start + value.length, quoted: true, syntax: "embedded" };
}

/** The value begins on the line after the operator, in brackets or not. */
const nextLine = /\(?[ \t]*\\?\r?\n[ \t]*(?=[bru]{0,2}["'`])/y;

/** `define("X", "…")`, `props.put("x", "…")`: the call gives a key its value. */
const isSetter = (text: string, key: Key): boolean =>
  /(?:\bdefine|(?:buildConfigField|resValue)[ \t(]{0,8}["']\w{1,40}["'],|(?:prop(?:ertie)?s?|config|conf|settings|env(?:iron(?:ment)?)?|options|headers|params)\w{0,24}(?:\.|->|::)(?:put|set|add|setProperty|setdefault)|\b(?:setProperty|[sS]etenv|putenv|addParameter|setParameter))[ \t]{0,8}\(?[ \t]{0,8}["']?$/.test(
    text.slice(Math.max(0, key.start - 60), key.start),
  );

/** `hash(password, "utf8")` and `verify("password", "salt")` name no value; `set("password", "x")` and `setPassword("x")` do. */
function isCallWithoutKey(text: string, key: Key, between: string): boolean {
  if (key.text === "PASSWORD" && /^[ \t]*\([ \t]*$/.test(between)) return false; // SQL's own function
  if (between.includes(",")) return !/^["'`\\]/.test(between) && !isSetter(text, key);
  return (
    between.includes("(") &&
    !key.text.startsWith(".") && // a builder's own step: `.apiKey("…")`
    !/(?:^|[._])(?:set|with|use|add|put|assign|update|login|authenticate|connect)_?[A-Z_]?/.test(key.text)
  );
}

const lazily = /\)[ \t]{0,4}(?:\{|do)[ \t\n]{1,40}/y;

/** RSpec's `let(:password) { '…' }`. */
function lazyValue(text: string, key: Key): Assignment | undefined {
  if (!/\blet!?[ (]:$/.test(text.slice(Math.max(0, key.start - 8), key.start))) return undefined;
  const at = stickyEnd(lazily, text, key.end);
  const literal = at < 0 ? undefined : literalAt(text, at);
  return literal === undefined ? undefined : { key: key.text, parents: [], ...literal, quoted: true, syntax: "code" };
}

const variableBlock = /"[ \t]*\{[^{}]{0,400}?\bdefault[ \t]*=[ \t]*/y;
const instruction = /(?:^|\n)[ \t]*(?:ENV|ARG|setenv)[ \t]+$/i;
const spaced = /[ \t]+(?:\|[ \t]*|is[ \t]+|of[ \t]+)?["'`]?/y;

/** A line that is a name and a value, as the configuration of many servers has it. */
const isDirective = (before: string, text: string, end: number): boolean =>
  /(?:^|\n)[ \t]*$/.test(before) && /^[ \t"';]*(?:\r?\n|$)/.test(text.slice(end, end + 40));

/** Terraform's `variable "x" { default = "…" }`, Dockerfile's `ENV X …`, and prose: "the API key … is for staging". */
function looseValue(text: string, key: Key, code: boolean): Assignment | undefined {
  const before = text.slice(Math.max(0, key.start - 24), key.start);
  const base = { key: key.text, parents: [], quoted: false };
  if (/\bvariable[ \t]+"$/.test(before)) {
    const at = stickyEnd(variableBlock, text, key.end);
    const literal = at < 0 ? undefined : literalAt(text, at);
    return literal === undefined ? undefined : { ...base, ...literal, quoted: true, syntax: "config" };
  }
  if (code && key.text.toUpperCase() !== "IDENTIFIED BY") return undefined;
  const at = stickyEnd(spaced, text, key.end);
  const to = at < 0 ? -1 : stickyEnd(bareValue, text, at);
  if (to < 0 || text.startsWith("...", to - 3)) return undefined; // cut short by whoever showed it
  const isSet = (text[at - 1] === "`" && text[to] === "`") || /[ \t]is[ \t]/.test(text.slice(key.end, at));
  const isTold = isSet && to - at >= 8;
  const syntax = instruction.test(before) || isDirective(before, text, to) ? "config" : isTold ? "flag" : "argument";
  return { ...base, value: text.slice(at, to).replace(/[.:]{1,8}$/, ""), start: at, end: to, syntax };
}

/** `auth=("user", "password")`, as Python's requests has it. */
const authPair = /(?:auth|Auth|AUTH)[ \t]{0,8}[=:(][ \t]{0,8}\(?[ \t]{0,8}["'][^"'\n]{1,64}["'][ \t]*,[ \t]*/y;

function pairValue(text: string, key: Key): Assignment | undefined {
  const from = key.text.toLowerCase().lastIndexOf("auth") + key.start;
  const at = from < key.start ? -1 : stickyEnd(authPair, text, from);
  const literal = at < 0 ? undefined : literalAt(text, at);
  return literal === undefined
    ? undefined
    : { key: "auth password", parents: [], ...literal, quoted: true, syntax: "code" };
}
