export type Json = null | boolean | number | string | readonly Json[] | JsonObject;
export interface JsonObject {
  readonly [key: string]: Json | undefined;
}

/**
 * One text for one value: keys sorted by UTF-16 code unit, no white space, undefined left out, and nothing but ASCII,
 * so that every changed byte of a line changes the text that is hashed (an invalid UTF-8 byte could decode to the
 * same replacement character).
 */
export function canonicalJson(value: Json): string {
  return serialise(value).replace(
    /[\u007f-\uffff]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}

function serialise(value: Json): string {
  if (value === null || typeof value !== "object") return JSON.stringify(value);
  if (isList(value)) return `[${value.map(serialise).join(",")}]`;
  const parts: string[] = [];
  for (const key of Object.keys(value).sort()) {
    const member = value[key];
    if (member !== undefined) parts.push(`${JSON.stringify(key)}:${serialise(member)}`);
  }
  return `{${parts.join(",")}}`;
}

function isList(value: readonly Json[] | JsonObject): value is readonly Json[] {
  return Array.isArray(value);
}
