import { closeSync, fdatasyncSync } from "node:fs";
import { hostname, userInfo } from "node:os";
import { type CleanEvent, cleanEvent, type EntryContext, type Origin } from "../audit/entry.ts";
import type { AuditLog } from "../audit/event.ts";
import { LeastkeyError, messageOf } from "../core/errors.ts";
import type { Clock } from "../core/ports.ts";
import { codeOf } from "./code-of.ts";
import type { Home } from "./home.ts";
import { tryWithLock, withLock } from "./lock.ts";
import { appendRecord, type Written } from "./trail-append.ts";
import { writeCheckpoint } from "./trail-checkpoint.ts";
import { type TrailPaths, trailPaths } from "./trail-paths.ts";
import { flushFolder } from "./trail-upkeep.ts";
import { chainWaiting, leaveWaiting, waitingNames } from "./trail-waiting.ts";

export interface TrailOptions {
  /** Masks every known credential value in a text. The caller knows them; the trail does not. */
  readonly redact?: (text: string) => string;
  /** Bytes at which a file is full and the next one begins. */
  readonly rotateAt?: number;
  /** Records between two signed checkpoints. */
  readonly checkpointEvery?: number;
  /** How long to wait for other writers before the event is left for one of them to chain. */
  readonly waitMs?: number;
}

export interface Trail extends AuditLog {
  /** Signs the trail as it stands; undefined when it is empty. */
  checkpoint(): string | undefined;
  /**
   * Chains the events that wait, and tells how many still do: others are at work, the trail cannot be written to, or a
   * newer Leastkey left them. Never throws.
   */
  settle(): number;
}

/** A hundred hooks at once must not queue for the lock: agents run a call whose hook is slow. */
const defaults = { rotateAt: 32 * 1024 * 1024, checkpointEvery: 256, waitMs: 250 } as const;
/** Signing is asked for by a person or a timer, which can wait. */
const checkpointWaitMs = 5_000;

/**
 * The audit trail of this machine: one record a line, flushed to the disk before `append` returns, any number of
 * processes at once. Whoever finds it locked for too long leaves the event beside it, on the disk as well, for the next
 * one to chain. What cannot be recorded at all throws, so that a guard denies it.
 */
export function openTrail(home: Home, clock: Clock, options: TrailOptions = {}): Trail {
  const paths = trailPaths(home);
  const limits = { ...defaults, ...options };
  const writer: Writer = {
    paths,
    context: { clock, origin: origin(), redact: options.redact ?? ((text) => text) },
    ...limits,
  };
  return {
    append: (event) => guarded(paths, () => append(writer, cleanEvent(event, writer.context.redact))),
    checkpoint: () =>
      guarded(paths, () =>
        withLock(paths.lock, checkpointWaitMs, () => {
          chainAll(writer);
          return writeCheckpoint(paths, clock);
        }),
      ),
    settle: () => settle(writer),
  };
}

interface Writer {
  readonly paths: TrailPaths;
  readonly context: EntryContext;
  readonly rotateAt: number;
  readonly checkpointEvery: number;
  readonly waitMs: number;
}

/** Redacted before: that may load the detection rules, and others would wait for it one after the other. */
function append(writer: Writer, event: CleanEvent): { sequence: number; hash: string } | undefined {
  const { paths, context, waitMs } = writer;
  const written = tryWithLock(paths.lock, waitMs, () => {
    chainAll(writer);
    return write(writer, { event });
  })?.result;
  if (written === undefined) {
    leaveWaiting(paths, event, context);
    return undefined;
  }
  flush(paths, written);
  return { sequence: written.sequence, hash: written.hash };
}

const chainAll = (writer: Writer): void =>
  chainWaiting(writer.paths, {
    context: writer.context,
    append: (event, waited) => write(writer, { event, waited }).handle,
  });

function write(writer: Writer, record: Parameters<typeof appendRecord>[1]): Written {
  const { paths, context, checkpointEvery } = writer;
  const written = appendRecord(paths, record, writer);
  if (written.sequence % checkpointEvery === 0) signWritten(paths, written.handle, context.clock);
  return written;
}

function settle(writer: Writer): number {
  const { paths } = writer;
  try {
    if (waitingNames(paths).length > 0) tryWithLock(paths.lock, writer.waitMs, () => chainAll(writer));
    return waitingNames(paths).length;
  } catch (error) {
    if (!(error instanceof LeastkeyError) && codeOf(error) === undefined) throw error;
    return countWaiting(paths);
  }
}

/** 0 as well when not even that can be read: `verify` then says so of the trail itself. */
function countWaiting(paths: TrailPaths): number {
  try {
    return waitingNames(paths).length;
  } catch {
    return 0;
  }
}

/**
 * The lock orders the records; the disk is waited for outside of it, so that many writers wait for it together and one
 * flush serves them all. A flush takes everything before it in the file along, hence what a later record chains to is
 * on the disk whenever that record is.
 */
function flush(paths: TrailPaths, { handle, isFirst }: Written): void {
  try {
    fdatasyncSync(handle);
    if (isFirst) flushFolder(paths.folder);
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
