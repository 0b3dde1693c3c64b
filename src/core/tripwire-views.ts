import { decodedRuns, type View, type ViewForm } from "./tripwire-runs.ts";

/** Encoded inside encoded is followed this deep; each layer costs some passes. */
const deepest = 2;

interface Node {
  readonly view: View;
  readonly depth: number;
  readonly squeezed: boolean;
}

/**
 * The text itself first, then everything it may stand for. The views together are at most some thirty times the text:
 * decoded bytes that are no text are looked at once and not followed further.
 */
export function* viewsOf(source: Uint8Array): Generator<View> {
  const plain: View = { form: "plain", bytes: source, range: (from, to) => [from, to] };
  yield plain;
  yield reversed(source);
  yield* below({ view: plain, depth: 0, squeezed: false });
}

function* below(node: Node): Generator<View> {
  for (const next of childrenOf(node)) {
    yield next.view;
    yield* below(next);
  }
}

function* childrenOf({ view, depth, squeezed }: Node): Generator<Node> {
  if (depth > 0 && !mostlyText(view.bytes)) return;
  if (!squeezed) {
    for (const drop of [isQuoting, isFiller]) {
      const inner = without(view, drop);
      if (inner !== undefined) yield { view: inner, depth, squeezed: true };
    }
    const joined = withoutJoints(view);
    if (joined !== undefined) yield { view: joined, depth, squeezed: true };
  }
  if (depth >= deepest) return;
  const plainer = unescaped(view);
  if (plainer !== undefined) yield { view: plainer, depth: depth + 1, squeezed };
  for (const run of decodedRuns(view)) yield { view: run, depth: depth + 1, squeezed };
}

function reversed(source: Uint8Array): View {
  const length = source.length;
  return { form: "reversed", bytes: source.slice().reverse(), range: (from, to) => [length - to, length - from] };
}

function mostlyText(bytes: Uint8Array): boolean {
  let text = 0;
  for (const byte of bytes) if ((byte >= 32 && byte < 127) || byte === 9 || byte === 10 || byte === 13) text++;
  return text >= bytes.length * 0.9;
}

/** `places[i]` is where byte i of the copy came from in `from`. */
function copied(from: View, form: ViewForm, bytes: Uint8Array, places: Int32Array): View {
  return { form, bytes, range: (a, b) => from.range(places[a] ?? 0, (places[b - 1] ?? 0) + 1) };
}

const isQuoting = (byte: number): boolean => byte === 34 || byte === 39 || byte === 92 || byte === 96;
/** What stands between the pieces of a wrapped, listed or summed-up value. */
const isFiller = (byte: number): boolean => isQuoting(byte) || byte <= 32 || byte === 43 || byte === 44;
const isJoint = (byte: number): boolean => isFiller(byte) || (byte >= 38 && byte <= 46) || byte === 59 || byte === 126;

function without(view: View, drop: (byte: number) => boolean): View | undefined {
  const bytes = new Uint8Array(view.bytes.length);
  const places = new Int32Array(view.bytes.length);
  let size = 0;
  view.bytes.forEach((byte, at) => {
    if (drop(byte)) return;
    bytes[size] = byte;
    places[size++] = at;
  });
  if (size === view.bytes.length) return undefined;
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
    if (isQuoting(byte)) {
      let end = at + 1;
      while (end < from.length && isJoint(from[end] ?? 0)) end++;
      while (end > at + 1 && !isQuoting(from[end - 1] ?? 0)) end--;
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
function unescaped(view: View): View | undefined {
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
