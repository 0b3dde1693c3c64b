import { randomBytes } from "node:crypto";
import {
  closeSync,
  fdatasyncSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeSync,
} from "node:fs";
import { join } from "node:path";
import { type CleanEvent, cleanEvent, type EntryContext, type Waited } from "../audit/entry.ts";
import { partsOf } from "../audit/line.ts";
import { parseWaiting, waitingText } from "../audit/waiting.ts";
import { codeOf } from "./code-of.ts";
import { linesBackwards } from "./trail-lines.ts";
import { segments, type TrailPaths } from "./trail-paths.ts";
import { flushFolder, recoveryOf, setAside } from "./trail-upkeep.ts";

/** Told apart within a millisecond, in the order they were written. */
let left = 0;

/**
 * Keeps an event for whoever holds the lock next: a file of its own, on the disk before this returns. Nothing waits
 * here for another process.
 */
export function leaveWaiting(paths: TrailPaths, event: CleanEvent, { clock, origin }: EntryContext): void {
  mkdirSync(paths.waiting, { recursive: true, mode: 0o700 });
  const time = Math.trunc(clock.now());
  const order = `${String(time).padStart(15, "0")}-${String(process.pid)}-${String(left++).padStart(6, "0")}`;
  const path = join(paths.waiting, `${order}-${randomBytes(4).toString("hex")}`);
  const handle = openSync(`${path}.part`, "wx", 0o600);
  try {
    const bytes = Buffer.from(waitingText({ event, waited: { time, origin } }));
    for (let done = 0; done < bytes.length; ) done += writeSync(handle, bytes, done);
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
  renameSync(`${path}.part`, `${path}.json`);
  flushFolder(paths.waiting);
}

const waitingName = /^(\d{15}-\d+-\d{6,}-[0-9a-f]{8})\.json$/;

/** The names under which events wait, oldest first. */
export function waitingNames(paths: TrailPaths): readonly string[] {
  try {
    return readdirSync(paths.waiting)
      .flatMap((name) => waitingName.exec(name)?.[1] ?? [])
      .toSorted();
  } catch (error) {
    if (codeOf(error) === "ENOENT") return [];
    throw error;
  }
}

interface Chaining {
  readonly context: EntryContext;
  /** Puts a record at the end of the trail; gives the handle that is to be flushed and closed. */
  readonly append: (event: CleanEvent, waited: Waited) => number;
}

/**
 * Gives every waiting event its place in the chain. Called with the trail's lock held, by each holder before it appends
 * anything of its own: so what a killed one chained and did not take away stands at the very end of the trail.
 */
export function chainWaiting(paths: TrailPaths, { context, append }: Chaining): void {
  const names = waitingNames(paths);
  if (names.length === 0) return;
  const chained = chainedAtEnd(paths, names.length);
  const done: string[] = [];
  let last: number | undefined;
  try {
    for (const uid of names) {
      const waiting = chained.has(uid) ? "chained" : readWaiting(paths, uid, context);
      if (waiting === "newer") continue;
      done.push(uid);
      if (waiting === "chained") continue;
      const handle = append(waiting.event, waiting.waited);
      if (last !== undefined) closeSync(last);
      last = handle;
    }
    if (last !== undefined) fdatasyncSync(last);
  } finally {
    if (last !== undefined) closeSync(last);
  }
  flushFolder(paths.folder); // the file may be new
  for (const uid of done) rmSync(pathOf(paths, uid), { force: true });
  for (const part of unfinished(paths, context.clock.now())) rmSync(join(paths.waiting, part), { force: true });
  flushFolder(paths.waiting);
}

const unfinishedName = /^(\d{15})-[\w-]+\.part$/;

/** Left by writers that were killed, so that nobody was told the event is recorded. Writing one takes milliseconds. */
const unfinished = (paths: TrailPaths, now: number): readonly string[] =>
  readdirSync(paths.waiting).filter((name) => now - Number(unfinishedName.exec(name)?.[1] ?? now) > 60_000);

const pathOf = (paths: TrailPaths, uid: string): string => join(paths.waiting, `${uid}.json`);

/** What is no event of ours is set aside, and its record says so under the same name. */
function readWaiting(
  paths: TrailPaths,
  uid: string,
  context: EntryContext,
): { readonly event: CleanEvent; readonly waited: Waited } | "newer" {
  const bytes = readFileSync(pathOf(paths, uid));
  const waiting = parseWaiting(bytes.toString("utf8"));
  if (waiting === "newer") return waiting;
  if (waiting !== undefined) return { event: waiting.event, waited: { uid, ...waiting.waited } };
  const aside = recoveryOf(setAside(paths, bytes, context.clock));
  return {
    event: cleanEvent(aside, context.redact),
    waited: { uid, time: context.clock.now(), origin: context.origin },
  };
}

/** The names among the last records; twice as many are looked at as can have been left by a killed process. */
function chainedAtEnd(paths: TrailPaths, waiting: number): ReadonlySet<string> {
  const found = new Set<string>();
  let left = 2 * waiting + 2;
  for (const file of [paths.trail, ...segments(paths).toReversed()]) {
    for (const line of linesBackwards(file)) {
      const parts = partsOf(line);
      const uid = /"original_event_uid":"([\w-]+)","product":/.exec(line)?.[1];
      // A torn record is not on the chain: it will be set aside.
      if (uid !== undefined && parts?.hash === parts?.computed && parts !== undefined) found.add(uid);
      if (--left === 0) return found;
    }
  }
  return found;
}
