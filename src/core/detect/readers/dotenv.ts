import type { Assignment, Reader } from "./assignment.ts";

/** What is commented out is read too: keys are often parked there. */
const line =
  /^[ \t]*(?:#+[ \t]*)?(?:export[ \t]+|set[ \t]+|declare[ \t]+-x[ \t]+)?([A-Za-z_][\w.-]{0,127})[ \t]*=[ \t]*/gm;

/** Where a quoted value ends; it may span lines. -1: it does not. */
function closeOf(text: string, start: number, quote: string): number {
  for (let at = start; at < text.length && at - start < 20_000; at += 1) {
    if (text[at] === "\\" && quote === '"') at += 1;
    else if (text[at] === quote) return at;
  }
  return -1;
}

/** dotenv files and shell exports: `KEY=value`, `export KEY='value'`, values in quotes across lines. */
export const readDotenv: Reader = (text) => {
  const found: Assignment[] = [];
  line.lastIndex = 0;
  for (let match = line.exec(text); match !== null; match = line.exec(text)) {
    const at = match.index + match[0].length;
    const quote = text[at];
    const quoted = quote === '"' || quote === "'" || quote === "`";
    const close = quoted && quote !== undefined ? closeOf(text, at + 1, quote) : -1;
    const base = { key: match[1] ?? "", parents: [], syntax: "config" as const };
    if (close >= 0) {
      const raw = text.slice(at + 1, close);
      found.push({
        ...base,
        value: quote === '"' ? raw.replace(/\\n/g, "\n").replace(/\\(["\\$])/g, "$1") : raw,
        start: at + 1,
        end: close,
        quoted: true,
      });
      line.lastIndex = close + 1;
      continue;
    }
    const raw = /[^\n\r]*/y;
    raw.lastIndex = at;
    const value = (raw.exec(text)?.[0] ?? "").replace(/[ \t]#.*$/, "").trimEnd();
    if (value !== "") found.push({ ...base, value, start: at, end: at + value.length, quoted: false });
    line.lastIndex = at + value.length;
  }
  return found;
};
