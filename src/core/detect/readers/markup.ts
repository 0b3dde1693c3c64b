import type { Assignment } from "./assignment.ts";
import type { Key } from "./key-around.ts";
import { stickyEnd } from "./literal.ts";

/** From the key's end to the text that it names: its own element, an element that it names, or a property list's next. */
const ways: readonly RegExp[] = [
  /(?:[ \t][^<>\n]{0,200})?>/y,
  /["'][^<>]{0,200}>\s{0,80}(?:<value>)?/y,
  /<\/key>\s{0,80}<string>/y,
];
const cdata = /\s{0,80}(?:<!\[CDATA\[)?\s{0,80}/y;
const content = /[^<>]{1,512}/y;

/** `<password>…</password>`, `<string name="api_key">…</string>`, `<key>ApiKey</key><string>…`; undefined for others. */
export function markupValue(text: string, key: Key): Assignment | undefined {
  const before = text[key.start - 1];
  const candidates = before === "<" ? [ways[0]] : before === ">" ? [ways[2]] : isQuoted(before) ? [ways[1]] : [];
  for (const way of candidates) {
    const opened = way === undefined ? -1 : stickyEnd(way, text, key.end);
    if (opened < 0) continue;
    const start = Math.max(opened, stickyEnd(cdata, text, opened));
    const limit = stickyEnd(content, text, start);
    if (limit < 0 || !(text.startsWith("</", limit) || text.startsWith("]]>", limit) || text[limit - 1] === "]"))
      continue;
    const value = text.slice(start, limit).replace(/\]\]$/, "").trimEnd();
    return value === ""
      ? undefined
      : { key: key.text, parents: [], value, start, end: start + value.length, quoted: true, syntax: "markup" };
  }
  return undefined;
}

const isQuoted = (char: string | undefined): boolean => char === '"' || char === "'";
