import type { Secret } from "../core/secret.ts";
import { formsOf } from "./mask-forms.ts";

export interface Masker {
  /** What may be shown so far. Bytes that may be the start of a value are kept back until more is known. */
  write(chunk: Uint8Array): readonly Buffer[];
  /** The rest, once nothing more comes. */
  end(): readonly Buffer[];
}

interface Pattern {
  readonly bytes: Buffer;
  readonly mask: Buffer;
}

interface Span {
  start: number;
  end: number;
  mask: Buffer | undefined; // undefined: shown already, with an earlier chunk
}

type Named = readonly { readonly name: string; readonly value: Secret }[];

/** Bytes covered by at least one form become one mask each; the same for every way of cutting the stream. */
export const createMasker = (secrets: Named): Masker => maskerMaker(secrets)();

/** The same for many streams: what is looked for is worked out once. */
export function maskerMaker(secrets: Named): () => Masker {
  const patterns = secrets.flatMap(({ name, value }) => {
    const mask = Buffer.from(`<concealed by leastkey: ${name}>`);
    return formsOf(value).map((bytes): Pattern => ({ bytes, mask }));
  });
  if (patterns.length === 0) return () => ({ write: (chunk) => [bufferOf(chunk)], end: () => [] });
  const search = buildSearch(patterns);
  return () => maskerOver(search);
}

function maskerOver(search: Search): Masker {
  let kept: Buffer = Buffer.alloc(0);
  let covered = 0; // so many of the bytes kept are behind a mask that was shown

  const advance = (chunk: Buffer, isLast: boolean): readonly Buffer[] => {
    const text = kept.length === 0 ? chunk : Buffer.concat([kept, chunk]);
    const spans = search.spans(text, covered);
    const safe = isLast ? text.length : search.undecided(text);
    const parts: Buffer[] = [];
    let at = 0;
    for (const { start, end, mask } of spans) {
      if (start >= safe && mask !== undefined) break;
      if (start > at) parts.push(text.subarray(at, start));
      if (mask !== undefined) parts.push(mask);
      at = end;
    }
    if (at < safe) parts.push(text.subarray(at, safe));
    covered = Math.max(0, at - safe);
    kept = Buffer.from(text.subarray(safe)); // a copy: the chunk itself may be large and is free to go
    return parts;
  };
  return { write: (chunk) => advance(bufferOf(chunk), false), end: () => advance(Buffer.alloc(0), true) };
}

const bufferOf = (chunk: Uint8Array): Buffer => Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);

interface Search {
  spans(text: Buffer, covered: number): readonly Span[];
  /** The first place from which what is there so far may grow into a value; the length when there is none. */
  undecided(text: Buffer): number;
}

/** Wu and Manber's search for many patterns: two bytes decide how far to jump, so most bytes are never looked at. */
function buildSearch(patterns: readonly Pattern[]): Search {
  const longestFirst = patterns.toSorted((a, b) => b.bytes.length - a.bytes.length);
  const window = Math.min(255, ...patterns.map(({ bytes }) => bytes.length));
  const longest = longestFirst[0]?.bytes.length ?? 0;
  const jumps = new Uint8Array(65_536).fill(window - 1);
  const candidates = new Map<number, Pattern[]>();
  const byFirst = new Map<number, Pattern[]>();
  for (const pattern of longestFirst) {
    const { bytes } = pattern;
    for (let at = 1; at < window; at++) {
      const key = pairAt(bytes, at);
      jumps[key] = Math.min(jumps[key] ?? 0, window - 1 - at);
    }
    listIn(candidates, pairAt(bytes, window - 1)).push(pattern);
    listIn(byFirst, bytes[0] ?? 0).push(pattern);
  }
  const isAt = (text: Buffer, start: number, bytes: Buffer): boolean =>
    start + bytes.length <= text.length &&
    text[start] === bytes[0] &&
    bytes.compare(text, start, start + bytes.length) === 0;

  return {
    spans(text, covered) {
      const spans: Span[] = covered > 0 ? [{ start: 0, end: covered, mask: undefined }] : [];
      for (let at = window - 1; at < text.length; ) {
        const key = (text[at - 1] ?? 0) | ((text[at] ?? 0) << 8);
        const jump = jumps[key] ?? 0;
        if (jump > 0) {
          at += jump;
          continue;
        }
        const start = at - window + 1;
        const found = candidates.get(key)?.find(({ bytes }) => isAt(text, start, bytes));
        if (found !== undefined) cover(spans, start, found);
        at++;
      }
      return spans;
    },
    undecided(text) {
      for (let start = Math.max(0, text.length - longest + 1); start < text.length; start++) {
        const length = text.length - start;
        const mayGrow = ({ bytes }: Pattern): boolean =>
          bytes.length > length && bytes.compare(text, start, text.length, 0, length) === 0;
        if (byFirst.get(text[start] ?? 0)?.some(mayGrow) === true) return start;
      }
      return text.length;
    },
  };
}

const pairAt = (bytes: Buffer, at: number): number => (bytes[at - 1] ?? 0) | ((bytes[at] ?? 0) << 8);

function listIn(map: Map<number, Pattern[]>, key: number): Pattern[] {
  const list = map.get(key) ?? [];
  map.set(key, list);
  return list;
}

/** Places come in rising order, so only the last span can overlap. */
function cover(spans: Span[], start: number, { bytes, mask }: Pattern): void {
  const end = start + bytes.length;
  const last = spans.at(-1);
  if (last !== undefined && start < last.end) last.end = Math.max(last.end, end);
  else spans.push({ start, end, mask });
}
