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

export interface Decoded {
  readonly view: View;
  /** Those of its runs that decoded to text: what may hide another layer. Absent when none did. */
  readonly text?: View;
}

/** The runs of base64 (both alphabets, each alignment) and of hex in a view, decoded; one view per alignment. */
export function* decodedRuns(view: View): Generator<Decoded> {
  const base64 = runs(view.bytes, base64Digit, shortestBase64);
  for (let offset = 0; offset < 4 && base64.length > 0; offset++)
    yield decoded(view, base64, { ...base64Code, offset });
  const hex = runs(view.bytes, hexDigit, shortestHex);
  for (let offset = 0; offset < 2 && hex.length > 0; offset++) yield decoded(view, hex, { ...hexCode, offset });
}

interface Code {
  readonly form: ViewForm;
  readonly digits: Int8Array;
  readonly bits: number; // that one digit carries
  readonly width: number; // digits that one byte touches at most, one to spare
  readonly offset: number;
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

const base64Code = { form: "base64", digits: base64Digit, bits: 6, width: 3 } as const;
const hexCode = { form: "hex", digits: hexDigit, bits: 4, width: 2 } as const;

type Run = readonly [start: number, end: number];

function runs(bytes: Uint8Array, digits: Int8Array, shortest: number): readonly Run[] {
  const found: Run[] = [];
  let start = 0;
  for (let at = 0; at <= bytes.length; at++) {
    if (at < bytes.length && (digits[bytes[at] ?? 0] ?? -1) >= 0) continue;
    if (at - start >= shortest) found.push([start, at]);
    start = at + 1;
  }
  return found;
}

function decoded(view: View, all: readonly Run[], code: Code): Decoded {
  const length = all.reduce((sum, [start, end]) => sum + 1 + (((end - start) * code.bits) >> 3), 0);
  const bytes = new Uint8Array(length);
  const places = new Int32Array(length);
  const text: (readonly [number, number])[] = [];
  let size = 0;
  for (const [start, end] of all) {
    const from = size;
    let bits = 0;
    let held = 0;
    for (let at = start + code.offset; at < end; at++) {
      held = (held << code.bits) | (code.digits[view.bytes[at] ?? 0] ?? 0);
      bits += code.bits;
      if (bits < 8) continue;
      bits -= 8;
      places[size] = at - (code.width - 2);
      bytes[size++] = (held >> bits) & 255;
      held &= (1 << bits) - 1;
    }
    if (mostlyText(bytes, from, size)) text.push([from, size]);
    size++; // a zero between two runs
  }
  const whole = placed(view, code, bytes, places);
  return text.length === 0 ? { view: whole } : { view: whole, text: cut(view, code, { bytes, places, text }) };
}

/** Encoded text is followed into the next layer; bytes that are no text are looked at once. */
function mostlyText(bytes: Uint8Array, from: number, to: number): boolean {
  let text = 0;
  for (let at = from; at < to; at++) {
    const byte = bytes[at] ?? 0;
    if ((byte >= 32 && byte < 127) || byte === 9 || byte === 10 || byte === 13) text++;
  }
  return text >= (to - from) * 0.9;
}

function cut(
  view: View,
  code: Code,
  whole: { readonly bytes: Uint8Array; readonly places: Int32Array; readonly text: readonly Run[] },
): View {
  const length = whole.text.reduce((sum, [from, to]) => sum + to - from + 1, 0);
  const bytes = new Uint8Array(length);
  const places = new Int32Array(length);
  let size = 0;
  for (const [from, to] of whole.text) {
    bytes.set(whole.bytes.subarray(from, to), size);
    places.set(whole.places.subarray(from, to), size);
    size += to - from + 1;
  }
  return placed(view, code, bytes, places);
}

/** A redaction takes the whole digits that a byte touches, and none beyond the run. */
function placed(view: View, code: Code, bytes: Uint8Array, places: Int32Array): View {
  return {
    form: code.form,
    bytes,
    range: (a, b) => {
      let end = Math.min(view.bytes.length, (places[b - 1] ?? 0) + code.width);
      while (end > 0 && (code.digits[view.bytes[end - 1] ?? 0] ?? -1) < 0) end--;
      return view.range(places[a] ?? 0, end);
    },
  };
}
