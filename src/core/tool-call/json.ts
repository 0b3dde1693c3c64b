/** An object of untrusted JSON; every field is looked at before it is used. */
export type Fields = Readonly<Record<string, unknown>>;

export function fieldsOf(data: unknown): Fields | undefined {
  return isFields(data) ? data : undefined;
}

export function isFields(data: unknown): data is Fields {
  return typeof data === "object" && data !== null && !Array.isArray(data);
}

/** An object, or the JSON text of one: Copilot up to 1.0.71 and Cursor's MCP events send text. */
export function inputOf(data: unknown): Fields | undefined {
  if (typeof data !== "string") return fieldsOf(data);
  return fieldsOf(parsedOr(data, undefined));
}

export function textOf(data: unknown): string | undefined {
  return typeof data === "string" ? data : undefined;
}

function parsedOr(text: string, otherwise: unknown): unknown {
  try {
    const parsed: unknown = JSON.parse(text);
    return parsed;
  } catch {
    return otherwise;
  }
}

/** The texts in a value: itself, a list's, a list in JSON text's, the named fields of a list of objects. */
export function textsOf(data: unknown, fields: readonly string[] = []): readonly string[] {
  if (typeof data === "string") {
    const list = data.startsWith("[") ? parsedOr(data, undefined) : undefined;
    return Array.isArray(list) ? textsOf(list, fields) : [data];
  }
  if (Array.isArray(data)) return data.flatMap((item: unknown) => textsOf(item, fields));
  if (!isFields(data)) return [];
  return fields.flatMap((name) => textsOf(data[name], fields));
}

/** Nesting of a real payload is under ten; a deeper one is refused. */
const deepest = 64;

/** Every string in a value, keys too, in order; undefined when it is nested too deep to be a real payload. */
export function stringsIn(data: unknown): readonly string[] | undefined {
  const strings: string[] = [];
  return gather(data, strings, 0) ? strings : undefined;
}

function gather(data: unknown, into: string[], depth: number): boolean {
  if (depth > deepest) return false;
  if (typeof data === "string") into.push(data);
  if (Array.isArray(data)) return data.every((item) => gather(item, into, depth + 1));
  if (!isFields(data)) return true;
  return Object.entries(data).every(([key, value]) => {
    into.push(key);
    return gather(value, into, depth + 1);
  });
}
