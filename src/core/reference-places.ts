export interface ReferencePlace {
  readonly reference: string;
  readonly start: number; // UTF-16 code units
  readonly end: number;
}

/** How every reference begins that some vault resolves; `vault:` and `bao:` are words too, so their key must follow. */
const beginning =
  /(?:secret)?ref\+[a-z0-9]{1,30}:\/\/|\b(?:leastkey|op|keeper|pass|sm|command):\/\/|(?:>>)?\b(?:vault|bao):[A-Za-z0-9_./-]{1,300}#/g;
const longest = 1024;

/** Every reference in a text, whole ones and those inside of an address or a template; `reference` may be a broken one. */
export function referencesIn(text: string): readonly ReferencePlace[] {
  const found: ReferencePlace[] = [];
  for (const { 0: begun, index: start } of text.matchAll(beginning)) {
    if (start < (found.at(-1)?.end ?? 0)) continue;
    const newline = text.indexOf("\n", start);
    const rest = text.slice(start, Math.min(newline === -1 ? text.length : newline, start + longest));
    const reference = rest.slice(0, lengthOf(rest, text.slice(text.lastIndexOf("\n", start - 1) + 1, start)));
    if (reference.length > begun.length) found.push({ reference, start, end: start + reference.length });
  }
  return found;
}

/** Spaces belong to a reference of 1Password or Keeper where quotes, braces or the line's end close it. */
function lengthOf(rest: string, before: string): number {
  if (/^(?:leastkey|command):/.test(rest)) return /^[a-z]+:\/\/[A-Za-z0-9_./-]*/.exec(rest)?.[0].length ?? 0;
  const closed = /^((?:secret)?ref\+[a-z0-9]+:\/\/[^\s"'`+]*)\+/.exec(rest)?.[1]; // vals ends one inside an address so
  if (closed !== undefined) return closed.length;
  const quote = /["'`]$/.exec(before)?.[0];
  if (quote !== undefined && rest.includes(quote)) return rest.indexOf(quote);
  if (/\{\{\s*$/.test(before) && rest.includes("}}")) return rest.slice(0, rest.indexOf("}}")).trimEnd().length;
  if (/^\s*(?:export\s+)?[\w.-]+\s*[=:]\s*$/.test(before)) return rest.replace(/\s+#.*$/, "").trimEnd().length;
  return /^[^\s"'`<>(){}[\],;|\\]*/.exec(rest)?.[0].replace(/[.:+]+$/, "").length ?? 0;
}
