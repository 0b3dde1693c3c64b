import { decodedRuns, type View, type ViewForm } from "./tripwire-runs.ts";

/** Encoded inside encoded is followed this deep; each layer costs some passes. */
const deepest = 2;

interface Node {
  readonly view: View;
  readonly depth: number;
  readonly squeezed: boolean;
}

/**
 * The text itself first, then everything it may stand for. All views together are some ten to thirty times the text:
 * decoded bytes that are no text are looked at once and not followed further.
 */
export function* viewsOf(source: Uint8Array): Generator<View> {
  const plain: View = { form: "plain", bytes: source, range: (from, to) => [from, to] };
  yield plain;
  yield reversed(source);
  yield* below({ view: plain, depth: 0, squeezed: false });
}

function* below(node: Node): Generator<View> {
  const { view, depth, squeezed } = node;
  for (const inner of squeezed ? [] : squeezes(view)) {
    yield inner;
    yield* below({ view: inner, depth, squeezed: true });
  }
  if (depth >= deepest) return;
  const plainer = unescaped(view);
  if (plainer !== undefined) {
    yield plainer;
    yield* below({ view: plainer, depth: depth + 1, squeezed });
  }
  for (const { view: inner, text } of decodedRuns(view)) {
    yield inner;
    if (text !== undefined) yield* below({ view: text, depth: depth + 1, squeezed });
  }
}

function squeezes(view: View): readonly View[] {
  return [without(view, quoting), without(view, blank), without(view, filler), withoutJoints(view)].filter(
    (inner) => inner !== undefined,
  );
}

function reversed(source: Uint8Array): View {
  const length = source.length;
  return { form: "reversed", bytes: source.slice().reverse(), range: (from, to) => [length - to, length - from] };
}

/** `places[i]` is where byte i of the copy came from in `from`. */
function copied(from: View, form: ViewForm, bytes: Uint8Array, places: Int32Array): View {
  return { form, bytes, range: (a, b) => from.range(places[a] ?? 0, (places[b - 1] ?? 0) + 1) };
}

function bytesWhere(isOne: (byte: number) => boolean): Uint8Array {
  return Uint8Array.from({ length: 256 }, (_, byte) => (isOne(byte) ? 1 : 0));
}

const quoting = bytesWhere((byte) => byte === 34 || byte === 39 || byte === 92 || byte === 96);
/** A value wrapped over lines, or with blanks between its parts. */
const blank = bytesWhere((byte) => quoting[byte] === 1 || byte <= 32);
/** What stands between the pieces of a listed or summed-up value. */
const filler = bytesWhere((byte) => blank[byte] === 1 || byte === 43 || byte === 44);
const joint = bytesWhere((byte) => filler[byte] === 1 || (byte >= 38 && byte <= 46) || byte === 59 || byte === 126);

function without(view: View, dropped: Uint8Array): View | undefined {
  const from = view.bytes;
  const bytes = new Uint8Array(from.length);
  const places = new Int32Array(from.length);
  let size = 0;
  for (let at = 0; at < from.length; at++) {
    const byte = from[at] ?? 0;
    if (dropped[byte] === 1) continue;
    bytes[size] = byte;
    places[size++] = at;
  }
  if (size === from.length) return undefined;
  return copied(view, "split", bytes.subarray(0, size), places);
}

/** Takes out what stands between two string literals, `" + "`, `', '`, `" . "`, and keeps such characters elsewhere. */
function withoutJoints(view: View): View | undefined {
  const from = view.bytes;
  const bytes = new Uint8Array(from.length);
  const places = new Int32Array(from.length);
  let size = 0;
  for (let at = 0; at < from.length; at++) {
    const byte = from[at] ?? 0;
    if (quoting[byte] === 1) {
      let end = at + 1;
      while (end < from.length && joint[from[end] ?? 0] === 1) end++;
      while (end > at + 1 && quoting[from[end - 1] ?? 0] !== 1) end--;
      if (end > at + 1) {
        at = end - 1;
        continue;
      }
    }
    bytes[size] = byte;
    places[size++] = at;
  }
  if (size === from.length) return undefined;
  return copied(view, "split", bytes.subarray(0, size), places);
}

/** `%41`, `\x41`, `\u0041`, `\u{41}`, `\101`, `&#65;`, `&#x41;` as the byte they stand for; code points under 256 only. */
export function unescaped(view: View): View | undefined {
  const from = view.bytes;
  const bytes = new Uint8Array(from.length);
  const places = new Int32Array(from.length);
  let size = 0;
  for (let at = 0; at < from.length; at++) {
    const escape = escapeAt(from, at);
    bytes[size] = escape?.byte ?? from[at] ?? 0;
    places[size++] = at;
    if (escape !== undefined) at += escape.width - 1;
  }
  if (size === from.length) return undefined;
  return copied(view, "escaped", bytes.subarray(0, size), places);
}

interface Escape {
  readonly byte: number;
  readonly width: number;
}

const backslashEscape = /^\\(?:x([0-9a-f]{2})|u00([0-9a-f]{2})|u\{0*([0-9a-f]{1,2})\}|([0-3]?[0-7]{1,2}))/i;
const otherEscape = /^(?:%([0-9a-f]{2})|&#x0*([0-9a-f]{1,2});|&#0*(\d{1,3});)/i;

function escapeAt(from: Uint8Array, at: number): Escape | undefined {
  const lead = from[at];
  if (lead !== 37 && lead !== 38 && lead !== 92) return undefined;
  const ahead = String.fromCharCode(...from.subarray(at, at + 12));
  if (lead === 92) {
    const match = backslashEscape.exec(ahead);
    if (match === null) return undefined;
    const hex = match[1] ?? match[2] ?? match[3];
    const byte = hex === undefined ? Number.parseInt(match[4] ?? "0", 8) : Number.parseInt(hex, 16);
    return { byte: byte & 255, width: match[0].length };
  }
  const match = otherEscape.exec(ahead);
  if (match === null) return undefined;
  const hex = match[1] ?? match[2];
  const byte = hex === undefined ? Number(match[3]) : Number.parseInt(hex, 16);
  return byte > 255 ? undefined : { byte, width: match[0].length };
}
