import { closeSync, fdatasyncSync, fstatSync, ftruncateSync, mkdirSync, openSync, readSync, writeSync } from "node:fs";
import { basename } from "node:path";
import { type CleanEvent, cleanEntry, type EntryContext, type Head, nextEntry, type Waited } from "../audit/entry.ts";
import { headOf, isNewer, partsOf, versionOf } from "../audit/line.ts";
import { LeastkeyError } from "../core/errors.ts";
import { newChain } from "./trail-checkpoint.ts";
import { segments, type TrailPaths } from "./trail-paths.ts";
import { recoveryOf, rotate, setAside } from "./trail-upkeep.ts";

export interface Writing {
  readonly context: EntryContext;
  readonly rotateAt: number;
}

/** A record that is in the file; the one who wrote it flushes and closes the handle. */
export interface Written {
  readonly sequence: number;
  readonly hash: string;
  readonly handle: number;
  readonly isFirst: boolean; // of its file
}

/** Writes the next record behind what stands there. Called with the trail's lock held. */
export function appendRecord(
  paths: TrailPaths,
  { event, waited }: { readonly event: CleanEvent; readonly waited?: Waited },
  { context, rotateAt }: Writing,
): Written {
  mkdirSync(paths.folder, { recursive: true, mode: 0o700 });
  const handle = openSync(paths.trail, "a+", 0o600);
  try {
    const end = endOf(handle, paths);
    let size = end.size;
    let head = end.head ?? startOf(paths);
    const finished = finishedRecord(end.torn, head);
    if (finished !== undefined) {
      size += end.torn?.length ?? 0;
      size += writeText(handle, "\n", size);
      head = finished;
    } else if (end.torn !== undefined) {
      const recovered = nextEntry(recoveryOf(setAside(paths, end.torn, context.clock)), head, context);
      ftruncateSync(handle, size);
      size += writeText(handle, `${recovered.line}\n`, size);
      head = recovered.head;
    }
    const entry = cleanEntry(event, head, waited === undefined ? context : { ...context, waited });
    size += writeText(handle, `${entry.line}\n`, size);
    const { sequence, record } = entry.head;
    if (size >= rotateAt) {
      fdatasyncSync(handle); // the next file's flush does not take this one's end along
      rotate(paths, sequence);
    }
    return { sequence, hash: record.hash, handle, isFirst: end.size === 0 };
  } catch (error) {
    closeSync(handle);
    throw error;
  }
}

interface End {
  readonly size: number; // of the part that is whole
  readonly head: Head | undefined; // undefined: this file has no record yet
  readonly torn?: Buffer; // what follows it
}

/** Looks back from the end, in growing steps, for the last whole record. */
function endOf(handle: number, paths: TrailPaths): End {
  const size = fstatSync(handle).size;
  for (let span = 8_192; ; span *= 4) {
    const from = Math.max(0, size - span);
    const bytes = Buffer.alloc(size - from);
    readFully(handle, bytes, from);
    const found = lastRecord(bytes, from, paths);
    if (found !== undefined) return found;
    if (from === 0) return size === 0 ? { size, head: undefined } : { size: 0, head: undefined, torn: bytes };
  }
}

function lastRecord(bytes: Buffer, from: number, paths: TrailPaths): End | undefined {
  let end = bytes.lastIndexOf(10);
  while (end > 0) {
    const before = bytes.lastIndexOf(10, end - 1);
    if (before < 0 && from > 0) return undefined; // the line may begin further back
    const line = bytes.toString("latin1", before + 1, end);
    if (isNewer(versionOf(line) ?? 0)) throw newerTrail(paths);
    const parts = partsOf(line);
    if (parts !== undefined) {
      const rest = bytes.subarray(end + 1);
      return { size: from + end + 1, head: headOf(parts), ...(rest.length === 0 ? {} : { torn: rest }) };
    }
    end = before;
  }
  return undefined;
}

/** The head of the last full file, or a new chain. */
function startOf(paths: TrailPaths): Head {
  const last = segments(paths).at(-1);
  if (last === undefined) return { ...newChain(paths), sequence: 0 };
  const handle = openSync(last, "r");
  try {
    const { head } = endOf(handle, paths);
    if (head !== undefined) return head;
    throw new LeastkeyError(
      "audit.broken",
      `${basename(last)} holds no readable record`,
      "run leastkey audit verify, and move the file away once you have looked at it",
    );
  } finally {
    closeSync(handle);
  }
}

/** A record that is whole but for its newline: the writer died between the two, and the record counts. */
function finishedRecord(torn: Buffer | undefined, head: Head): Head | undefined {
  const parts = torn === undefined ? undefined : partsOf(torn.toString("latin1"));
  if (parts === undefined || parts.computed !== parts.hash || parts.previous?.hash !== head.record?.hash)
    return undefined;
  return headOf(parts);
}

/** Bytes written. A line that does not fit on the disk is taken back, so that the trail ends in a whole record. */
function writeText(handle: number, text: string, size: number): number {
  const bytes = Buffer.from(text, "latin1");
  try {
    for (let done = 0; done < bytes.length; ) done += writeSync(handle, bytes, done);
    return bytes.length;
  } catch (error) {
    ftruncateSync(handle, size);
    throw error;
  }
}

function readFully(handle: number, into: Buffer, from: number): void {
  for (let done = 0; done < into.length; ) {
    const read = readSync(handle, into, done, into.length - done, from + done);
    if (read === 0) throw new Error("the trail shrank while it was read");
    done += read;
  }
}

function newerTrail(paths: TrailPaths): LeastkeyError {
  return new LeastkeyError(
    "audit.broken",
    `${basename(paths.trail)} was written by a newer Leastkey`,
    "update this Leastkey; nothing was recorded",
  );
}
