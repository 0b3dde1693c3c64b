/** Cheap looks at raw bytes that spare decoding a file whose key words are only words. */
const isKeyByte = (byte: number): boolean =>
  (byte >= 97 && byte <= 122) ||
  (byte >= 65 && byte <= 90) ||
  (byte >= 48 && byte <= 57) ||
  byte === 95 ||
  byte === 45 ||
  byte === 46 ||
  byte === 36;

const codes = (text: string): ReadonlySet<number> => new Set(text.split("").map((char) => char.charCodeAt(0)));
const closing = codes("\"'`])}");
const operators = codes("=:,(>|?");
const quotes = codes("\"'`");
const newline = 10;
const lookAhead = 96;

/** Whether an operator and something like a value follow the key that goes on at `end`. */
export function mayAssign(bytes: Uint8Array, end: number, code: boolean): boolean {
  let at = end;
  const keyLimit = Math.min(bytes.length, end + 60);
  while (at < keyLimit && isKeyByte(bytes[at] ?? 0)) at += 1;
  while (at < keyLimit && closing.has(bytes[at] ?? 0)) at += 1;
  const gap = at;
  while (at < keyLimit && (bytes[at] === 32 || bytes[at] === 9)) at += 1;
  const byte = bytes[at] ?? newline;
  const spaced = at > gap;
  if (!operators.has(byte) && !(byte === 45 && bytes[at + 1] === 62) && !(spaced && (quotes.has(byte) || !code)))
    return false;
  if (!code) return byte !== newline && byte !== 13;
  const limit = Math.min(bytes.length, at + lookAhead);
  for (; at < limit; at += 1) {
    const next = bytes[at] ?? newline;
    if (quotes.has(next)) return opensValue(bytes, at);
    if (next === newline || next === 59) return false;
  }
  return false;
}

/** A quote with four characters or more before the next quote or line end. */
function opensValue(bytes: Uint8Array, quote: number): boolean {
  const mark = bytes[quote];
  if (bytes[quote + 1] === mark && bytes[quote + 2] === mark) return true;
  for (let at = quote + 1; at < quote + 5; at += 1) {
    const byte = bytes[at] ?? newline;
    if (byte === mark || byte === newline) return false;
  }
  return true;
}
