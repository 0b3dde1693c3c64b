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
const closing = codes("\"'`])}[\\");
const operators = codes("=:,(>|?");
const quotes = codes("\"'`");
const newline = 10;
const lookAhead = 96;

/** Whether an operator and something like a value follow the key that goes on at `end`. */
export function mayAssign(bytes: Uint8Array, end: number, code: boolean): boolean {
  let at = end;
  while (!isKeyByte(bytes[at - 1] ?? 95)) at -= 1; // a key word may bring its operator: `pass=`
  const keyLimit = Math.min(bytes.length, end + 60);
  while (at < keyLimit && isKeyByte(bytes[at] ?? 0)) at += 1;
  while (at < keyLimit && closing.has(bytes[at] ?? 0)) at += 1;
  const gap = at;
  while (at < keyLimit && (bytes[at] === 32 || bytes[at] === 9)) at += 1;
  const byte = bytes[at] ?? newline;
  const spaced = at > gap;
  if (!code && (namesValue(bytes, at) || isLabel(bytes, end))) return true;
  if (byte === 61 && fillsString(bytes, end)) return true;
  if (code && byte === 58 && bytes[at + 1] === 32 && quotes.has(bytes[keyStart(bytes, end) - 1] ?? 0)) return true; // a header in a string
  if (code && byte === 123 && bytes[keyStart(bytes, end) - 1] === 58) return true; // RSpec's let
  if (!operators.has(byte) && !isArrow(byte, bytes[at + 1] ?? 0) && !(spaced && (quotes.has(byte) || !code))) {
    return code ? spaced && isTyped(bytes, at) : byte === 60 && bytes[at + 1] === 47; // `</key>` of a property list
  }
  if (!code) {
    const isGiven = operators.has(byte) || isArrow(byte, bytes[at + 1] ?? 0) || byte === 123; // Terraform's block
    return isGiven || isTyped(bytes, at) || isMadeUp(bytes, at);
  }
  const limit = Math.min(bytes.length, at + lookAhead);
  let lines = 0;
  for (; at < limit; at += 1) {
    const next = bytes[at] ?? newline;
    if (quotes.has(next)) {
      if (opensValue(bytes, at)) return true;
      const close = closingOf(bytes, at);
      if (close === undefined) return false;
      at = close; // a short argument before the value: `auth=("me", "…")`
    } else if (next === newline) {
      if (lines > 0 || !isOpen(bytes, at)) return false;
      lines += 1;
    } else if (next === 59) return false;
  }
  return false;
}

/** Whether the word that begins here is more than a word: in a text most keys are followed by the rest of a sentence. */
function isMadeUp(bytes: Uint8Array, start: number): boolean {
  let at = start;
  for (const skipped of skippedWords)
    if (skipped.every((byte, index) => bytes[at + index] === byte)) at += skipped.length;
  if (quotes.has(bytes[at] ?? 0)) return true;
  let lower = false;
  for (const end = at + 40; at < end; at += 1) {
    const byte = bytes[at] ?? newline;
    if (byte <= 32) return false;
    if (byte < 48 ? !plainSigns.has(byte) : byte < 58) return true;
    if (lower && byte >= 65 && byte <= 90) return true;
    lower ||= byte >= 97;
  }
  return true;
}

const skippedWords = ["is ", "of ", "| "].map((word) => Array.from(word, (char) => char.charCodeAt(0)));
const plainSigns = codes(",.)-/'");

const columnValues = Array.from("values", (char) => char.charCodeAt(0));

/** `->`, `<-`, and PHP's `.=`. */
const isArrow = (byte: number, next: number): boolean =>
  (byte === 45 && next === 62) || (byte === 60 && next === 45) || (byte === 46 && next === 61);

/** A type's name stands between the key and the equals sign: `key string = …`, `key As String = …`, `key @"…"`. */
function isTyped(bytes: Uint8Array, start: number): boolean {
  if (columnValues.every((byte, index) => ((bytes[start + index] ?? 0) | 32) === byte)) return true; // SQL's INSERT
  if (bytes[start] === 64) return quotes.has(bytes[start + 1] ?? 0);
  for (let at = start; at < start + 24; at += 1) {
    const byte = bytes[at] ?? newline;
    if (byte === 61) return at > start && bytes[at + 1] !== 61;
    if (byte !== 32 && byte !== 42 && byte !== 91 && byte !== 93 && !isKeyByte(byte)) return false;
  }
  return false;
}

/** Kubernetes' and compose's `- name: KEY`, with `value:` on the next line. */
function namesValue(bytes: Uint8Array, lineEnd: number): boolean {
  let at = lineEnd;
  while (bytes[at] === 13 || bytes[at] === newline || bytes[at] === 32) at += 1;
  return at > lineEnd && word.every((byte, index) => bytes[at + index] === byte);
}

const word = [...codes("value")];

/** Whether the key that ends at `end` is a parameter of a URL, or begins a string: `putenv("KEY=…")`. */
function fillsString(bytes: Uint8Array, end: number): boolean {
  const before = bytes[keyStart(bytes, end) - 1] ?? 0;
  return before === 63 || before === 38 || quotes.has(before);
}

function keyStart(bytes: Uint8Array, end: number): number {
  let at = end;
  while (at > 0 && end - at < 40 && isKeyByte(bytes[at - 1] ?? 0)) at -= 1;
  return at;
}

/** The key is itself the value of a `name` or `key`: its `value` may stand before it. */
function isLabel(bytes: Uint8Array, end: number): boolean {
  let at = keyStart(bytes, end) - 1;
  if (quotes.has(bytes[at] ?? 0)) at -= 1;
  while (bytes[at] === 32) at -= 1;
  if (bytes[at] !== 58) return false;
  at -= quotes.has(bytes[at - 1] ?? 0) ? 2 : 1;
  return (bytes[at] === 101 && bytes[at - 1] === 109) || (bytes[at] === 121 && bytes[at - 1] === 101); // na-me, k-ey
}

/** Whether the line breaks after an operator or an opening bracket: the value stands on the next one. */
function isOpen(bytes: Uint8Array, lineEnd: number): boolean {
  let at = lineEnd - 1;
  while (bytes[at] === 32 || bytes[at] === 9 || bytes[at] === 13) at -= 1;
  return opening.has(bytes[at] ?? 0);
}

const opening = codes("=:([\\");

function closingOf(bytes: Uint8Array, quote: number): number | undefined {
  for (let at = quote + 1; at < quote + 6; at += 1) {
    if (bytes[at] === bytes[quote]) return at;
    if (bytes[at] === newline) return undefined;
  }
  return undefined;
}

/** A quote with four characters or more before the next quote or line end. */
function opensValue(bytes: Uint8Array, quote: number): boolean {
  const mark = bytes[quote];
  if (bytes[quote + 1] === 92 || (bytes[quote + 1] === mark && bytes[quote + 2] === mark)) return true;
  for (let at = quote + 1; at < quote + 5; at += 1) {
    const byte = bytes[at] ?? newline;
    if (byte === mark || byte === newline) return false;
  }
  return true;
}
