export type ViewForm = "plain" | "split" | "base64" | "hex" | "escaped" | "reversed";

/** One way of reading a text. `range` maps bytes [from, to) of the view back to bytes of the text. */
export interface View {
  readonly form: ViewForm;
  readonly bytes: Uint8Array;
  range(from: number, to: number): readonly [number, number];
}

/** Eight bytes are 11 characters of base64 and 16 of hex: shorter runs cannot hold a value. */
const shortestBase64 = 11;
const shortestHex = 16;

/** Every run of base64 (both alphabets, each alignment) and of hex in a view, decoded. */
export function* decodedRuns(view: View): Generator<View> {
  for (const [start, end] of runs(view.bytes, base64Digit, shortestBase64)) {
    for (let offset = 0; offset < 4; offset++) {
      const inner = fromBase64(view, start + offset, end);
      if (inner !== undefined) yield inner;
    }
  }
  for (const [start, end] of runs(view.bytes, hexDigit, shortestHex)) {
    yield fromHex(view, start, end);
    yield fromHex(view, start + 1, end);
  }
}

function table(fill: (code: number) => number | undefined): Int8Array {
  return Int8Array.from({ length: 256 }, (_, code) => fill(code) ?? -1);
}

const base64Digit = table((code) => {
  if (code >= 65 && code <= 90) return code - 65;
  if (code >= 97 && code <= 122) return code - 71;
  if (code >= 48 && code <= 57) return code + 4;
  if (code === 43 || code === 45) return 62;
  return code === 47 || code === 95 ? 63 : undefined;
});

const hexDigit = table((code) => {
  if (code >= 48 && code <= 57) return code - 48;
  const letter = code | 32;
  return letter >= 97 && letter <= 102 ? letter - 87 : undefined;
});

function* runs(bytes: Uint8Array, digits: Int8Array, shortest: number): Generator<readonly [number, number]> {
  let start = 0;
  for (let at = 0; at <= bytes.length; at++) {
    if (at < bytes.length && (digits[bytes[at] ?? 0] ?? -1) >= 0) continue;
    if (at - start >= shortest) yield [start, at];
    start = at + 1;
  }
}

function fromBase64(view: View, start: number, end: number): View | undefined {
  const bytes = new Uint8Array(((end - start) * 3) >> 2);
  let size = 0;
  let bits = 0;
  let held = 0;
  for (let at = start; at < end; at++) {
    held = (held << 6) | (base64Digit[view.bytes[at] ?? 0] ?? 0);
    bits += 6;
    if (bits < 8) continue;
    bits -= 8;
    bytes[size++] = (held >> bits) & 255;
    held &= (1 << bits) - 1;
  }
  if (size < 8) return undefined;
  return {
    form: "base64",
    bytes: bytes.subarray(0, size),
    // Whole groups of four: a redaction that left the last characters would leave some bits of the value.
    range: (from, to) =>
      view.range(start + Math.floor((from * 4) / 3), Math.min(end, start + Math.ceil((to * 4) / 3) + 1)),
  };
}

function fromHex(view: View, start: number, end: number): View {
  const bytes = new Uint8Array((end - start) >> 1);
  for (let at = 0; at < bytes.length; at++) {
    const high = hexDigit[view.bytes[start + at * 2] ?? 0] ?? 0;
    const low = hexDigit[view.bytes[start + at * 2 + 1] ?? 0] ?? 0;
    bytes[at] = (high << 4) | low;
  }
  return { form: "hex", bytes, range: (from, to) => view.range(start + from * 2, start + to * 2) };
}
