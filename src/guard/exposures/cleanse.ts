import { findInBytes } from "../../core/exposure/find-in-bytes.ts";
import type { Tripwire } from "../../core/tripwire.ts";
import { utf8 } from "../../core/utf8.ts";
import { piecesOf } from "./pieces.ts";

export interface Cleansed {
  readonly bytes: Uint8Array;
  readonly marks: number;
  readonly fingerprints: readonly string[];
}

/** A value may hold another, and taking one out may join the ends of a third. */
const mostRounds = 6;

/** Letters, digits and hyphens: needs no escape in JSON at any depth, in a shell or in SQL. */
export const markOf = (fingerprint: string): string => `LEASTKEY-SCRUBBED-${fingerprint.slice(0, 8)}`;

/** The bytes with a mark in the place of every known value; undefined when one would not go. */
export function cleanse(bytes: Uint8Array, tripwire: Tripwire): Cleansed | undefined {
  let current = bytes;
  let marks = 0;
  const fingerprints = new Set<string>();
  for (let round = 0; round < mostRounds; round++) {
    const ranges = rangesIn(current, tripwire);
    if (ranges.length === 0) return { bytes: current, marks, fingerprints: [...fingerprints] };
    for (const { fingerprint } of ranges) fingerprints.add(fingerprint);
    marks += ranges.length;
    current = replaced(current, ranges);
  }
  return undefined;
}

interface Range {
  readonly start: number;
  readonly end: number;
  readonly fingerprint: string;
}

/** Overlapping ones joined: a value inside another goes with it. */
function rangesIn(bytes: Uint8Array, tripwire: Tripwire): readonly Range[] {
  const all: Range[] = [];
  for (const piece of piecesOf(bytes)) {
    for (const { entry, start, end } of findInBytes(piece.bytes, tripwire)) {
      all.push({ start: piece.start + start, end: piece.start + end, fingerprint: entry.fingerprint });
    }
  }
  const joined: Range[] = [];
  for (const range of all.toSorted((a, b) => a.start - b.start || b.end - a.end)) {
    const last = joined.at(-1);
    if (last === undefined || range.start >= last.end) joined.push(range);
    else if (range.end > last.end) joined[joined.length - 1] = { ...last, end: range.end };
  }
  return joined;
}

function replaced(bytes: Uint8Array, ranges: readonly Range[]): Uint8Array {
  const parts: Uint8Array[] = [];
  let at = 0;
  for (const { start, end, fingerprint } of ranges) {
    parts.push(bytes.subarray(at, start), utf8(markOf(fingerprint)));
    at = end;
  }
  parts.push(bytes.subarray(at));
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let size = 0;
  for (const part of parts) {
    whole.set(part, size);
    size += part.length;
  }
  return whole;
}
