import { closeSync, fstatSync, openSync, readSync } from "node:fs";
import { openCheckpoint } from "../audit/checkpoint.ts";
import { type LineParts, partsOf } from "../audit/line.ts";
import { type EntryRow, rowOf } from "../audit/read.ts";
import { codeOf } from "./code-of.ts";
import type { Home } from "./home.ts";
import { nodeFiles } from "./node-files.ts";
import { lastAnchored } from "./trail-anchors.ts";
import { storedCheckpoints } from "./trail-checkpoint.ts";
import { linesOf } from "./trail-lines.ts";
import { lastSequenceOf, segments, trailPaths } from "./trail-paths.ts";

export interface TrailRecord {
  readonly row: EntryRow;
  readonly parts: LineParts;
}

/** The record of that sequence, found by halving its file; undefined when the trail does not hold it in its place. */
export function recordAt(home: Home, sequence: number): TrailRecord | undefined {
  const paths = trailPaths(home);
  const file = segments(paths).find((path) => lastSequenceOf(path) >= sequence) ?? paths.trail;
  for (const { line } of linesOf(file, startBefore(file, sequence))) {
    const found = sequenceIn(line);
    if (found === undefined || found < sequence) continue;
    const parts = found === sequence ? partsOf(line) : undefined;
    const row = parts === undefined ? undefined : rowOf(line);
    return parts === undefined || row === undefined ? undefined : { row, parts };
  }
  return undefined;
}

/** A file is halved until the part that holds the record is this long. */
const nearEnough = 64 * 1024;
/** Longer than any record (see entry.ts: 8 KB of command, 128 texts of 1 KB, escapes). */
const block = 2 * 1024 * 1024;

/** The offset of a line that is that record or stands shortly before it. Sequences rise through a file. */
function startBefore(file: string, sequence: number): number {
  const handle = open(file);
  if (handle === undefined) return 0;
  try {
    let low = 0;
    let high = fstatSync(handle).size;
    while (high - low > nearEnough) {
      const middle = (low + high) >>> 1;
      const at = lineFrom(handle, middle, high);
      if (at === undefined || at.sequence >= sequence) high = middle;
      else low = at.offset;
    }
    return low;
  } finally {
    closeSync(handle);
  }
}

/** The first whole line that begins behind an offset. */
function lineFrom(handle: number, from: number, to: number): { offset: number; sequence: number } | undefined {
  for (let length = 16_384; ; length *= 8) {
    const bytes = Buffer.alloc(Math.min(length, block, Math.max(0, to - from)));
    const read = readSync(handle, bytes, 0, bytes.length, from);
    const start = bytes.indexOf(10);
    const end = start < 0 ? -1 : bytes.indexOf(10, start + 1);
    if (end >= 0) {
      const sequence = sequenceIn(bytes.toString("latin1", start + 1, end));
      return sequence === undefined ? undefined : { offset: from + start + 1, sequence };
    }
    if (read < length || length >= block) return undefined;
  }
}

function sequenceIn(line: string): number | undefined {
  const found = /"sequence":(\d{1,15}),"uid":"/.exec(line)?.[1];
  return found === undefined ? undefined : Number(found);
}

function open(file: string): number | undefined {
  try {
    return openSync(file, "r");
  } catch (error) {
    if (codeOf(error) === "ENOENT") return undefined;
    throw error;
  }
}

/** What outside of the chain vouches for records up to which one. Nothing is verified here; `audit verify` does. */
export interface TrailCover {
  /** Records under the last checkpoint that this machine's key signed. */
  readonly signedUpTo: number;
  readonly anchoredUpTo: number; // 0: no head is kept outside
  readonly anchoredAt: number;
}

export function coverOf(home: Home): TrailCover {
  const paths = trailPaths(home);
  const note = storedCheckpoints(paths).at(-1)?.note;
  const verifier = nodeFiles().readText(paths.publicKey)?.trim();
  const signed = note === undefined || verifier === undefined ? undefined : openCheckpoint(note, verifier);
  const anchor = lastAnchored(home);
  return {
    signedUpTo: signed?.size ?? 0,
    anchoredUpTo: anchor?.sequence ?? 0,
    anchoredAt: anchor?.time ?? 0,
  };
}
