import type { Assignment, Reader } from "./assignment.ts";

const field = /(?:"((?:[^"]|"")*)"|([^,;\t\r\n]*))([,;\t]|\r?\n|$)/y;

/** Comma, semicolon or tab separated: each field under its column's name, as exported key lists and password safes have it. */
export const readCsv: Reader = (text) => {
  const found: Assignment[] = [];
  const names: string[] = [];
  let row = 0;
  let column = 0;
  for (let at = 0; at < text.length; at = field.lastIndex) {
    field.lastIndex = at;
    const match = field.exec(text);
    if (match === null) throw new Error("not a table");
    const quoted = match[1] !== undefined;
    const raw = match[1] ?? match[2] ?? "";
    const start = quoted ? at + 1 : at;
    if (row === 0) names.push(raw.replaceAll('""', '"').trim());
    else if (raw !== "") {
      const value = raw.replaceAll('""', '"');
      found.push({
        key: names[column] ?? "",
        parents: [],
        value,
        start,
        end: start + raw.length,
        quoted,
        syntax: "config",
      });
    }
    const isLast = !/[,;\t]/.test(match[3] ?? "");
    column = isLast ? 0 : column + 1;
    if (isLast) row += 1;
    if (match[0] === "") break;
  }
  return names.length < 2 ? [] : found;
};
