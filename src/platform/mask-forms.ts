import type { Secret } from "../core/secret.ts";

/** Shorter values stand in ordinary output too often: masking "on" or "1234" would destroy it. */
export const minMaskedBytes = 5;

/** Every spelling by which a value is known in output: plain, JSON, URL, hex, base64 (also inside a longer one). */
export function formsOf(secret: Secret): readonly Buffer[] {
  const value = secret.reveal();
  const bytes = Buffer.from(value, "utf8");
  if (bytes.length < minMaskedBytes) return [];
  const hex = bytes.toString("hex");
  const url = urlEncoded(value);
  const json = JSON.stringify(value).slice(1, -1);
  const texts = [
    value,
    value.replaceAll(/\r?\n/g, "\r\n"), // as a terminal or a Windows program writes it
    json,
    json.replaceAll("/", "\\/"), // PHP's and older Java's JSON
    json.replaceAll(/[\u007f-\uffff]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`),
    url,
    url.replaceAll("%20", "+"),
    url.replaceAll(/%[0-9A-F]{2}/g, (code) => code.toLowerCase()),
    encoded(value, /[!'()*]/g),
    encoded(value, /[!'()~]/g).replaceAll("%20", "+"),
    hex,
    hex.toUpperCase(),
    ...base64Forms(bytes),
  ];
  return [...new Set(texts)].map((text) => Buffer.from(text, "utf8")).filter((form) => form.length >= minMaskedBytes);
}

/** encodeURIComponent throws on a lone surrogate; a turn through UTF-8 makes it U+FFFD. */
function urlEncoded(value: string): string {
  return encodeURIComponent(Buffer.from(value, "utf8").toString("utf8"));
}

/** Strict encoders (OAuth, AWS) and form encoders each write a few more signs in hex. */
function encoded(value: string, signs: RegExp): string {
  return urlEncoded(value).replaceAll(signs, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`);
}

/**
 * A value inside a longer base64 text ("user:value" of Basic authentication) begins at one of three offsets; the
 * characters at the edges depend on the neighbours and are left off.
 */
function base64Forms(bytes: Buffer): readonly string[] {
  const inner = [0, 1, 2].map((offset) => {
    const padded = Buffer.concat([Buffer.alloc(offset), bytes])
      .toString("base64")
      .replaceAll("=", "");
    const first = [0, 2, 3][offset] ?? 0;
    const isLastWhole = (offset + bytes.length) % 3 === 0;
    return padded.slice(first, isLastWhole ? padded.length : padded.length - 1);
  });
  const all = [bytes.toString("base64"), ...inner];
  return [...all, ...all.map((text) => text.replaceAll("+", "-").replaceAll("/", "_"))];
}
