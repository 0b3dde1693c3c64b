import { visit } from "jsonc-parser";
import type { Assignment, Reader } from "./assignment.ts";

/** JSON and JSONC: every string value with its path of keys. A `name`/`value` pair of siblings is one assignment. */
export const readJson: Reader = (text) => {
  const found: Assignment[] = [];
  const path: string[] = [];
  let parents: readonly string[] = [];
  let key = "";
  let label: string | undefined;
  visit(
    text,
    {
      onObjectBegin: () => {
        path.push(key);
        parents = path.filter((part) => part !== "");
        key = "";
        label = undefined;
      },
      onObjectEnd: () => {
        path.pop();
        parents = path.filter((part) => part !== "");
        label = undefined;
      },
      onObjectProperty: (property) => {
        key = property;
      },
      onLiteralValue: (value: unknown, offset, length) => {
        if (typeof value !== "string") return;
        if (/^(?:name|key)$/i.test(key)) label = value;
        const named = label !== undefined && /^value$/i.test(key);
        const name = named && label !== undefined ? label : key;
        found.push({
          key: name,
          parents,
          value,
          start: offset + 1,
          end: offset + length - 1,
          quoted: true,
          syntax: "config",
        });
      },
    },
    { allowTrailingComma: true, disallowComments: false },
  );
  return found;
};
