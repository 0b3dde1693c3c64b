import { visit } from "jsonc-parser";
import type { Assignment, Reader } from "./assignment.ts";

/** An object that is open: the keys it stands under, its `name` or `key`, and where its `value` went. */
interface Open {
  readonly parents: readonly string[];
  label: string | undefined;
  valueAt: number | undefined;
}

/** JSON and JSONC: every string value with its path of keys. A `name`/`value` pair of siblings is one assignment. */
export const readJson: Reader = (text) => {
  const found: Assignment[] = [];
  const open: Open[] = [];
  const top: readonly string[] = [];
  let key = "";
  visit(
    text,
    {
      onObjectBegin: () => {
        const parents = open.at(-1)?.parents ?? top;
        open.push({ parents: key === "" ? parents : [...parents, key], label: undefined, valueAt: undefined });
        key = "";
      },
      onObjectEnd: () => {
        nameValue(found, open.pop());
      },
      onObjectProperty: (property) => {
        key = property;
      },
      onLiteralValue: (value: unknown, offset, length) => {
        if (typeof value !== "string") return;
        const object = open.at(-1);
        if (object !== undefined && /^(?:name|key)$/i.test(key)) object.label = value;
        if (object !== undefined && /^value$/i.test(key)) object.valueAt = found.length;
        found.push({
          key,
          parents: object?.parents ?? top,
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

/** Either may come first in the object. */
function nameValue(found: Assignment[], object: Open | undefined): void {
  const value = object?.valueAt === undefined ? undefined : found[object.valueAt];
  if (object?.valueAt === undefined || object.label === undefined || value === undefined) return;
  found[object.valueAt] = { ...value, key: object.label };
}

/** One JSON text a line, as logs and data sets have it. */
export const readJsonLines: Reader = (text) => {
  let offset = 0;
  return text.split("\n").flatMap((line) => {
    const at = offset;
    offset += line.length + 1;
    return readJson(line).map((one) => ({ ...one, start: one.start + at, end: one.end + at }));
  });
};
