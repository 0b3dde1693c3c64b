import { parse } from "smol-toml";
import type { Assignment, Reader } from "./assignment.ts";
import { literalAt } from "./literal.ts";

const pair =
  /(?:^|(?<=[{,]))[ \t]*((?:[\w-]+|"[^"\n]*"|'[^'\n]*')(?:[ \t]*\.[ \t]*(?:[\w-]+|"[^"\n]*"|'[^'\n]*'))*)[ \t]*=[ \t]*/gm;
const table = /^[ \t]*\[{1,2}([^\]\n]+)\]/gm;
const parts = (key: string): readonly string[] => key.split(".").map((part) => part.trim().replace(/^["']|["']$/g, ""));

/** TOML: string values of `key = "value"` under `[table]`. The parser says whether it is TOML; it gives no positions. */
export const readToml: Reader = (text) => {
  parse(text);
  const tables = [...text.matchAll(table)].map((match) => ({ at: match.index, parents: parts(match[1] ?? "") }));
  const found: Assignment[] = [];
  for (const match of text.matchAll(pair)) {
    const literal = literalAt(text, match.index + match[0].length);
    if (literal === undefined) continue;
    const keys = parts(match[1] ?? "");
    const above = tables.findLast(({ at }) => at < match.index)?.parents ?? [];
    found.push({
      key: keys.at(-1) ?? "",
      parents: [...above, ...keys.slice(0, -1)],
      ...literal,
      quoted: true,
      syntax: "config",
    });
  }
  return found;
};
