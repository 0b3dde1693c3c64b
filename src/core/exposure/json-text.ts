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

/**
 * A text read as the inside of a JSON string: `\n`, `\"`, `\u0041` as what they stand for. Every range of it covers
 * whole escapes of the source, so that what is put in its place leaves the JSON valid. undefined: it has no escape.
 */
export function jsonText(view: View): View | undefined {
  const from = view.bytes;
  if (!from.includes(backslash)) return undefined;
  const bytes = new Uint8Array(from.length);
  const starts = new Int32Array(from.length);
  const ends = new Int32Array(from.length);
  let size = 0;
  const put = (byte: number, start: number, end: number): void => {
    bytes[size] = byte;
    starts[size] = start;
    ends[size++] = end;
  };
  for (let at = 0; at < from.length; ) {
    const byte = from[at] ?? 0;
    const plain = byte === backslash ? plainEscapes.get(from[at + 1] ?? 0) : undefined;
    if (plain !== undefined) {
      put(plain, at, at + 2);
      at += 2;
      continue;
    }
    const escape = byte === backslash ? unicodeAt(from, at) : undefined;
    if (escape === undefined) {
      put(byte, at, at + 1);
      at += 1;
      continue;
    }
    for (const unit of escape.bytes) put(unit, at, at + escape.width);
    at += escape.width;
  }
  return {
    form: "escaped",
    bytes: bytes.subarray(0, size),
    range: (a, b) => {
      const start = view.range(starts[a] ?? 0, (starts[a] ?? 0) + 1)[0];
      const end = ends[b - 1] ?? 0;
      return [start, view.range(end - 1, end)[1]];
    },
  };
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
