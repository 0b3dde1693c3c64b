import { Secret } from "../core/secret.ts";

export type JsonRecord = Readonly<Record<string, unknown>>;

export function isRecord(value: unknown): value is JsonRecord {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** A JSON text in which every Secret stands as its value. The result is as secret as what went into it. */
export function jsonBody(content: unknown): Secret {
  return Secret.of(JSON.stringify(opened(content)));
}

/** Secret.toJSON hides values from JSON, so they are taken out before. */
function opened(content: unknown): unknown {
  if (content instanceof Secret) return content.reveal();
  if (Array.isArray(content)) return content.map(opened);
  if (!isRecord(content)) return content;
  return Object.fromEntries(Object.entries(content).map(([key, value]) => [key, opened(value)]));
}

/** `a=1&b=2`, for a login. */
export function formBody(fields: Readonly<Record<string, string | Secret>>): Secret {
  const pairs = Object.entries(fields).map(
    ([key, value]) =>
      `${encodeURIComponent(key)}=${encodeURIComponent(typeof value === "string" ? value : value.reveal())}`,
  );
  return Secret.of(pairs.join("&"));
}

/** `Bearer <token>` */
export function bearer(token: Secret): Secret {
  return Secret.of(`Bearer ${token.reveal()}`);
}

/** The record that a reply holds; undefined when it is none. The text itself goes no further. */
export function recordOf(text: Secret): JsonRecord | undefined {
  const parsed = parsedOf(text);
  return isRecord(parsed) ? parsed : undefined;
}

export function parsedOf(text: Secret): unknown {
  try {
    return JSON.parse(text.reveal());
  } catch {
    return undefined; // without the cause: a parser's message quotes the text
  }
}

/** The record below a path of keys. */
export function below(record: JsonRecord | undefined, ...keys: readonly string[]): JsonRecord | undefined {
  let at: unknown = record;
  for (const key of keys) at = isRecord(at) ? at[key] : undefined;
  return isRecord(at) ? at : undefined;
}

export function textIn(record: JsonRecord | undefined, key: string): string | undefined {
  const value = record?.[key];
  return typeof value === "string" ? value : undefined;
}

/** A field as a value. Numbers and truth values are written as JSON does; structures as their JSON. */
export function secretIn(record: JsonRecord | undefined, key: string): Secret | undefined {
  const value = record !== undefined && Object.hasOwn(record, key) ? record[key] : undefined;
  if (value === undefined || value === null) return undefined;
  return Secret.of(typeof value === "string" ? value : JSON.stringify(value));
}

/** The value under a key of the JSON text that a backend stores as one; undefined: no such key, or no JSON. */
export function keyOf(text: Secret, key: string): Secret | undefined {
  return secretIn(recordOf(text), key);
}

/** Whether a text of the other side says this; nothing of it leaves here. */
export function says(text: Secret, pattern: RegExp): boolean {
  return pattern.test(text.reveal());
}

/** A program's answer without the line break that ends it. */
export function firstLine(text: Secret): Secret {
  return Secret.of(text.reveal().replace(/\r?\n[^]*$/, ""));
}

export function base64Of(value: Secret): Secret {
  const bytes = new TextEncoder().encode(value.reveal());
  return Secret.of(btoa(Array.from(bytes, (byte) => String.fromCodePoint(byte)).join("")));
}

/** undefined: it is no base64 of UTF-8. */
export function fromBase64(text: string): Secret | undefined {
  try {
    const bytes = Uint8Array.from(atob(text), (letter) => letter.codePointAt(0) ?? 0);
    return Secret.of(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  } catch {
    return undefined; // binary: no environment variable could hold it
  }
}
