const maxValue = 4096;
const stringPrefix = /(?:[bBrRuUfFLN]|rb|br|Rb|u8|\$|@|\$@)?(?="""|'''|["'`])/y;
/** Rust's `r#"…"#`. */
const rawString = /r(#{1,3})"([^\n]{0,4096}?)"\1/y;
/** A string inside a string: `"{\"token\": \"…\"}"`. */
const escapedString = /(\\{1,3}["'])([^\n\\"']{1,4096})\1/y;
const wrapped = /^(\\?["'])([^"'\\\n]+)\1$/;

export const stickyEnd = (pattern: RegExp, text: string, at: number): number => {
  pattern.lastIndex = at;
  return pattern.test(text) ? pattern.lastIndex : -1;
};

/** A value with its quotes taken off and its escapes resolved; the span is that of the text between the quotes. */
export interface Literal {
  readonly value: string;
  readonly start: number;
  readonly end: number;
}

/** A string literal at `at`; undefined when none begins there, it does not end, or parts of it are computed. */
export function literalAt(text: string, at: number): Literal | undefined {
  const open = stickyEnd(stringPrefix, text, at);
  if (open < 0) return unusualAt(text, at);
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
      return unwrapped({ value: text.slice(start, cursor), start, end: cursor }, escaped, triple);
    } else if (char === "\n" && !multiline) return undefined;
  }
  return undefined;
}

function unusualAt(text: string, at: number): Literal | undefined {
  for (const pattern of [rawString, escapedString]) {
    pattern.lastIndex = at;
    const match = pattern.exec(text);
    if (match === null) continue;
    const start = at + match[0].indexOf('"') + 1;
    if (pattern === rawString) return { value: match[2] ?? "", start, end: start + (match[2] ?? "").length };
    const from = at + (match[1] ?? "").length;
    return { value: match[2] ?? "", start: from, end: from + (match[2] ?? "").length };
  }
  return undefined;
}

/** A string that holds a quoted string stands for that one; lines around a value alone between fences are not its own. */
function unwrapped({ value: raw, start, end }: Literal, escaped: boolean, triple: boolean): Literal {
  const inner = wrapped.exec(raw);
  if (inner !== null) {
    const quote = (inner[1] ?? "").length;
    return { value: inner[2] ?? "", start: start + quote, end: end - quote };
  }
  const lead = triple ? raw.length - raw.trimStart().length : 0;
  const trimmed = triple ? raw.trim() : raw;
  const value = escaped ? unescape(trimmed) : trimmed;
  return { value, start: start + lead, end: start + lead + trimmed.length };
}

const escapes: Readonly<Record<string, string>> = { n: "\n", r: "\r", t: "\t", "0": "\0" };

function unescape(raw: string): string {
  return raw.replace(/\\(u[0-9a-fA-F]{4}|x[0-9a-fA-F]{2}|[^])/g, (_all, what: string) =>
    what.length > 1 ? String.fromCharCode(Number.parseInt(what.slice(1), 16)) : (escapes[what] ?? what),
  );
}
