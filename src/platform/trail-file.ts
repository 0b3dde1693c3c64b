import { closeSync, fdatasyncSync, fstatSync, ftruncateSync, mkdirSync, openSync, readSync, writeSync } from "node:fs";
import { hostname, userInfo } from "node:os";
import { basename } from "node:path";
import {
  type CleanEvent,
  cleanEntry,
  cleanEvent,
  type EntryContext,
  type Head,
  nextEntry,
  type Origin,
} from "../audit/entry.ts";
import type { AuditEvent, AuditLog } from "../audit/event.ts";
import { headOf, isNewer, partsOf, versionOf } from "../audit/line.ts";
import { LeastkeyError, messageOf } from "../core/errors.ts";
import type { Clock } from "../core/ports.ts";
import { codeOf } from "./code-of.ts";
import type { Home } from "./home.ts";
import { withLock } from "./lock.ts";
import { newChain, writeCheckpoint } from "./trail-checkpoint.ts";
import { segments, type TrailPaths, trailPaths } from "./trail-paths.ts";
import { flushFolder, rotate, setAside } from "./trail-upkeep.ts";

export interface TrailOptions {
  /** Masks every known credential value in a text. The caller knows them; the trail does not. */
  readonly redact?: (text: string) => string;
  /** Bytes at which a file is full and the next one begins. */
  readonly rotateAt?: number;
  /** Records between two signed checkpoints. */
  readonly checkpointEvery?: number;
  /** How long to wait for other writers before the event is refused. */
  readonly waitMs?: number;
}

export interface Trail extends AuditLog {
  /** Signs the trail as it stands; undefined when it is empty. */
  checkpoint(): string | undefined;
}

const defaults = { rotateAt: 32 * 1024 * 1024, checkpointEvery: 256, waitMs: 5_000 } as const;

/**
 * The audit trail of this machine: one record a line, flushed to the disk before `append` returns, any number of
 * processes at once. What cannot be recorded throws, so that a guard denies it.
 */
export function openTrail(home: Home, clock: Clock, options: TrailOptions = {}): Trail {
  const paths = trailPaths(home);
  const context: EntryContext = { clock, origin: origin(), redact: options.redact ?? ((text) => text) };
  const limits = { ...defaults, ...options };
  const locked = <T>(work: () => T): T => withLock(paths.lock, limits.waitMs, work);
  return {
    append: (event) =>
      guarded(paths, () => {
        // Redacting may load the detection rules; a hundred hooks would wait for it one after the other.
        const clean = cleanEvent(event, context.redact);
        const written = locked(() => {
          const record = appendLocked(paths, clean, { context, rotateAt: limits.rotateAt });
          if (record.sequence % limits.checkpointEvery === 0) signWritten(paths, record.handle, clock);
          return record;
        });
        flush(paths, written);
        return { sequence: written.sequence, hash: written.hash };
      }),
    checkpoint: () => guarded(paths, () => locked(() => writeCheckpoint(paths, clock))),
  };
}

/**
 * The lock orders the records; the disk is waited for outside of it, so that many writers wait for it together and one
 * flush serves them all. A flush takes everything before it in the file along, hence what a later record chains to is
 * on the disk whenever that record is.
 */
function flush(paths: TrailPaths, { handle, isFirst }: Written): void {
  try {
    fdatasyncSync(handle);
    if (isFirst) flushFolder(paths);
  } finally {
    closeSync(handle);
  }
}

/** A checkpoint must not be on the disk before what it covers. */
function signWritten(paths: TrailPaths, handle: number, clock: Clock): void {
  fdatasyncSync(handle);
  checkpointIfWhole(paths, clock);
}

/** The event is on the disk already: a trail that cannot be signed is for `verify` to report, not for the hook. */
function checkpointIfWhole(paths: TrailPaths, clock: Clock): void {
  try {
    writeCheckpoint(paths, clock);
  } catch (error) {
    if (!(error instanceof LeastkeyError) && codeOf(error) === undefined) throw error;
  }
}

interface Writing {
  readonly context: EntryContext;
  readonly rotateAt: number;
}

/** A record that is in the file; the one who wrote it flushes and closes the handle. */
interface Written {
  readonly sequence: number;
  readonly hash: string;
  readonly handle: number;
  readonly isFirst: boolean; // of its file
}

function appendLocked(paths: TrailPaths, event: CleanEvent, { context, rotateAt }: Writing): Written {
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
    const entry = cleanEntry(event, head, context);
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

function recoveryOf(aside: { readonly name: string; readonly bytes: number; readonly sha256: string }): AuditEvent {
  return {
    action: "trail.recover",
    outcome: "done",
    attribution: "confirmed",
    paths: [aside.name],
    reason: `${String(aside.bytes)} bytes of an unfinished record were set aside, SHA-256 ${aside.sha256}`,
  };
}

function newerTrail(paths: TrailPaths): LeastkeyError {
  return new LeastkeyError(
    "audit.broken",
    `${basename(paths.trail)} was written by a newer Leastkey`,
    "update this Leastkey; nothing was recorded",
  );
}

function origin(): Origin {
  return { host: hostname(), user: userName(), pid: process.ppid };
}

function userName(): string {
  try {
    return userInfo().username;
  } catch {
    return String(process.getuid?.() ?? "unknown"); // a user without an entry in the password file, as in containers
  }
}

/** System failures become one sentence with a way forward; ours pass. */
function guarded<T>(paths: TrailPaths, work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (error instanceof LeastkeyError) throw error;
    const full = codeOf(error) === "ENOSPC" || codeOf(error) === "EDQUOT";
    throw new LeastkeyError(
      "home.unusable",
      full ? "the audit trail cannot be written: the disk is full" : "the audit trail cannot be written",
      `${full ? "make room at" : "check the permissions of"} ${paths.folder} (${messageOf(error)})`,
      error,
    );
  }
}
