import type { Assignment } from "./assignment.ts";
import type { Key } from "./key-around.ts";
import { literalAt, stickyEnd } from "./literal.ts";

const columnsBefore = /\binsert\s+(?:ignore\s+)?into\s+[\w."`[\]]{1,128}\s*\(([^()]{0,400})$/i;
const valuesAfter = /["'`\]]?[^()]{0,400}\)\s*values\s*\(\s*/iy;
const separator = /\s*,\s*/y;
const otherValue = /[^,()'"\n]{1,128}/y;

/** The value of a column in SQL's `INSERT INTO t (a, password) VALUES (1, '…')`; the first row's. */
export function insertedValue(text: string, key: Key): Assignment | undefined {
  const columns = columnsBefore.exec(text.slice(Math.max(0, key.start - 600), key.start))?.[1];
  let at = columns === undefined ? -1 : stickyEnd(valuesAfter, text, key.end);
  if (columns === undefined || at < 0) return undefined;
  for (let left = columns.split(",").length - 1; left > 0; left -= 1) {
    const other = literalAt(text, at);
    const end = other === undefined ? stickyEnd(otherValue, text, at) : other.end + 1;
    at = end < 0 ? -1 : stickyEnd(separator, text, end);
    if (at < 0) return undefined;
  }
  const literal = literalAt(text, at);
  return literal === undefined ? undefined : { key: key.text, parents: [], ...literal, quoted: true, syntax: "sql" };
}
