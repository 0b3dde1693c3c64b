import { decodeUtf8 } from "../decode.ts";

const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
const values = new Int8Array(128).fill(-1);
for (let at = 0; at < alphabet.length; at += 1) values[alphabet.charCodeAt(at)] = at;
values["-".charCodeAt(0)] = 62;
values["_".charCodeAt(0)] = 63;

/** Standard or URL alphabet, padding optional, line breaks allowed; undefined when it is not base64. */
export function decodeBase64(text: string): Uint8Array | undefined {
  const compact = text.replace(/\s+/g, "").replace(/={1,4}$/, "");
  if (compact.length % 4 === 1) return undefined;
  const bytes = new Uint8Array(Math.floor((compact.length * 3) / 4));
  let bits = 0;
  let held = 0;
  let out = 0;
  for (let at = 0; at < compact.length; at += 1) {
    const value = values[compact.charCodeAt(at)] ?? -1;
    if (value < 0) return undefined;
    held = ((held << 6) | value) & 0xffffff;
    bits += 6;
    if (bits >= 8) {
      bits -= 8;
      bytes[out] = (held >> bits) & 255;
      out += 1;
    }
  }
  return bytes;
}

/** Decoded as text, when that is printable; undefined otherwise. */
export function decodeBase64Text(text: string): string | undefined {
  const bytes = decodeBase64(text);
  if (bytes === undefined || bytes.length === 0) return undefined;
  const decoded = decodeUtf8(bytes);
  for (let at = 0; at < decoded.length; at += 1) {
    const code = decoded.charCodeAt(at);
    if ((code < 32 && code !== 9 && code !== 10 && code !== 13) || code === 127 || code === 0xfffd) return undefined;
  }
  return decoded;
}

/** The other way, for samples. */
export function encodeBase64(text: string): string {
  let out = "";
  for (let at = 0; at < text.length; at += 3) {
    const a = text.charCodeAt(at) & 255;
    const b = text.charCodeAt(at + 1) & 255;
    const c = text.charCodeAt(at + 2) & 255;
    out += alphabet[a >> 2] ?? "";
    out += alphabet[((a & 3) << 4) | (at + 1 < text.length ? b >> 4 : 0)] ?? "";
    out += at + 1 < text.length ? (alphabet[((b & 15) << 2) | (at + 2 < text.length ? c >> 6 : 0)] ?? "") : "=";
    out += at + 2 < text.length ? (alphabet[c & 63] ?? "") : "=";
  }
  return out;
}

export const encodeBase64Url = (text: string): string =>
  encodeBase64(text)
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replace(/={1,4}$/, "");

/** JSON that base64 text wraps, as an object; undefined when it is not that. */
export function decodeBase64Json(text: string): Readonly<Record<string, unknown>> | undefined {
  const decoded = decodeBase64Text(text);
  if (decoded === undefined || !decoded.startsWith("{")) return undefined;
  try {
    const parsed: unknown = JSON.parse(decoded);
    return typeof parsed === "object" && parsed !== null && !Array.isArray(parsed)
      ? Object.fromEntries(Object.entries(parsed))
      : undefined;
  } catch {
    return undefined;
  }
}
