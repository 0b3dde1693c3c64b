import type { View } from "../tripwire-runs.ts";

const backslash = 92;
/** The sign behind a backslash, and the byte that the two stand for: quote, backslash, slash, b, f, n, r, t. */
const plainEscapes: ReadonlyMap<number, number> = new Map([
  [34, 34],
  [92, 92],
  [47, 47],
  [98, 8],
  [102, 12],
  [110, 10],
  [114, 13],
  [116, 9],
]);

/** One escape: where its bytes stand in the copy, and where it stands in the source. */
interface Escaped {
  readonly at: number;
  readonly size: number;
  readonly start: number;
  readonly width: number;
}

/**
 * A text read as the inside of a JSON string: `\n`, `\"`, `\u0041` as what they stand for. Every range of it covers
 * whole escapes of the source, so that what is put in its place leaves the JSON valid. undefined: it has no escape.
 */
export function jsonText(view: View): View | undefined {
  const from = view.bytes;
  const bytes = new Uint8Array(from.length);
  const escapes: Escaped[] = [];
  let size = 0;
  let copied = 0;
  for (let start = from.indexOf(backslash); start >= 0; ) {
    const escape = escapeAt(from, start);
    if (escape === undefined) {
      start = from.indexOf(backslash, start + 1);
      continue;
    }
    bytes.set(from.subarray(copied, start), size);
    size += start - copied;
    bytes.set(escape.bytes, size);
    escapes.push({ at: size, size: escape.bytes.length, start, width: escape.width });
    size += escape.bytes.length;
    copied = start + escape.width;
    start = from.indexOf(backslash, copied);
  }
  if (escapes.length === 0) return undefined;
  bytes.set(from.subarray(copied), size);
  size += from.length - copied;
  return {
    form: "escaped",
    bytes: bytes.subarray(0, size),
    range: (a, b) => {
      const [start] = sourceOf(escapes, a);
      const [last, end] = sourceOf(escapes, b - 1);
      return [view.range(start, start + 1)[0], view.range(last, end)[1]];
    },
  };
}

/** The bytes of the source that one byte of the copy stands for. */
function sourceOf(escapes: readonly Escaped[], index: number): readonly [start: number, end: number] {
  let low = 0;
  let high = escapes.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((escapes[middle]?.at ?? 0) <= index) low = middle + 1;
    else high = middle;
  }
  const before = escapes[low - 1];
  if (before === undefined) return [index, index + 1];
  if (index < before.at + before.size) return [before.start, before.start + before.width];
  const start = before.start + before.width + index - before.at - before.size;
  return [start, start + 1];
}

function escapeAt(from: Uint8Array, at: number): Unicode | undefined {
  const plain = plainEscapes.get(from[at + 1] ?? 0);
  return plain === undefined ? unicodeAt(from, at) : { bytes: [plain], width: 2 };
}

interface Unicode {
  readonly bytes: readonly number[];
  readonly width: number;
}

/** `\u0041` or a surrogate pair of them, as UTF-8: at most four bytes for twelve, so the copy always has room. */
function unicodeAt(from: Uint8Array, at: number): Unicode | undefined {
  const first = unitAt(from, at);
  if (first === undefined) return undefined;
  const second = first >= 0xd800 && first < 0xdc00 ? unitAt(from, at + 6) : undefined;
  if (second === undefined || second < 0xdc00 || second >= 0xe000) return { bytes: encoded(first), width: 6 };
  return { bytes: encoded(0x10000 + ((first - 0xd800) << 10) + (second - 0xdc00)), width: 12 };
}

function unitAt(from: Uint8Array, at: number): number | undefined {
  if (from[at] !== backslash || from[at + 1] !== 117) return undefined;
  const hex = String.fromCharCode(...from.subarray(at + 2, at + 6));
  return /^[0-9a-fA-F]{4}$/.test(hex) ? Number.parseInt(hex, 16) : undefined;
}

function encoded(code: number): readonly number[] {
  if (code < 0x80) return [code];
  if (code < 0x800) return [0xc0 | (code >> 6), 0x80 | (code & 63)];
  if (code < 0x10000) return [0xe0 | (code >> 12), 0x80 | ((code >> 6) & 63), 0x80 | (code & 63)];
  return [0xf0 | (code >> 18), 0x80 | ((code >> 12) & 63), 0x80 | ((code >> 6) & 63), 0x80 | (code & 63)];
}
