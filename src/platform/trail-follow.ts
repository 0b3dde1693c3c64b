import { closeSync, type FSWatcher, mkdirSync, openSync, readSync, statSync, watch } from "node:fs";
import { type EntryRow, rowOf } from "../audit/read.ts";
import type { Home } from "./home.ts";
import { systemClock } from "./system-clock.ts";
import { openTrail } from "./trail-file.ts";
import { linesOf } from "./trail-lines.ts";
import { lastSequenceOf, segments, type TrailPaths, trailPaths } from "./trail-paths.ts";
import { lastRows } from "./trail-read.ts";

export interface Following {
  close(): void;
}

export interface FollowOptions {
  /** Rows after this sequence are told; by default those appended from now on. */
  readonly after?: number;
  /** How often to look when the system says nothing (network disks, full watch tables). */
  readonly pollMs?: number;
  /** Keep the process alive for it; `audit tail -f` does, an editor does not. */
  readonly keepAlive?: boolean;
}

/**
 * Tells every record as it is appended, by any process, in order and once; goes on through rotation. Of a trail that
 * was cut off, what is appended afterwards is told. What waits for its place in the chain is given it, to be told too.
 */
export function followTrail(home: Home, onEntry: (row: EntryRow) => void, options: FollowOptions = {}): Following {
  const paths = trailPaths(home);
  mkdirSync(paths.folder, { recursive: true, mode: 0o700 });
  const trail = openTrail(home, systemClock, { waitMs: 0 });
  let at = startAt(home, paths, options.after);
  let closed = false;
  const look = (): void => {
    if (closed) return;
    trail.settle();
    const step = readOn(paths, at);
    at = step.at;
    for (const row of step.rows) onEntry(row);
  };
  const watcher = watchFolder(paths.folder, look);
  const timer = setInterval(look, options.pollMs ?? 500);
  if (options.keepAlive !== true) timer.unref();
  look();
  return {
    close: () => {
      closed = true;
      clearInterval(timer);
      watcher?.close();
    },
  };
}

interface Position {
  readonly file: number | undefined; // inode of trail.jsonl
  readonly offset: number; // behind the last whole line told
  readonly sequence: number; // of the last record told
  readonly chain: string;
}

const beginning: Position = { file: undefined, offset: 0, sequence: 0, chain: "" };

function startAt(home: Home, paths: TrailPaths, after: number | undefined): Position {
  const stat = statSync(paths.trail, { throwIfNoEntry: false });
  if (after !== undefined) return behind(home, after, stat) ?? { ...beginning, sequence: after };
  if (stat !== undefined && stat.size > 0) return endOf(paths, stat.ino);
  const last = lastRows(home, 1)[0]; // just rotated: the next file goes on behind it
  return last === undefined ? beginning : { ...beginning, sequence: last.sequence, chain: chainOf(last) };
}

/** The end of the file, when the record to begin after is its last; undefined when the files must be read for it. */
function behind(home: Home, after: number, stat: { readonly ino: number; readonly size: number } | undefined) {
  const last = stat === undefined || stat.size === 0 ? undefined : lastRows(home, 1)[0];
  if (stat === undefined || last?.sequence !== after || !endsLine(trailPaths(home).trail, stat.size)) return undefined;
  return { file: stat.ino, offset: stat.size, sequence: after, chain: chainOf(last) };
}

function endsLine(path: string, size: number): boolean {
  const handle = openSync(path, "r");
  try {
    const byte = Buffer.alloc(1);
    return readSync(handle, byte, 0, 1, size - 1) === 1 && byte[0] === 10;
  } finally {
    closeSync(handle);
  }
}

/** The end of the file as it is now: behind its last whole line, and which record that is. */
function endOf(paths: TrailPaths, file: number): Position {
  let position: Position = { ...beginning, file };
  for (const { line, end, whole } of linesOf(paths.trail, startOfTail(paths.trail))) {
    const row = whole ? rowOf(line) : undefined;
    if (row !== undefined) position = { file, offset: end, sequence: row.sequence, chain: chainOf(row) };
    else if (whole) position = { ...position, offset: end };
  }
  return position;
}

/** Enough of the end to hold a whole record, whatever its size (8 KB of command, 128 paths of 1 KB, escapes). */
const tail = 4 * 1024 * 1024;
const startOfTail = (path: string): number => Math.max(0, statSync(path).size - tail);
const chainOf = ({ uid }: EntryRow): string => uid.split("/")[0] ?? "";

interface Step {
  readonly at: Position;
  readonly rows: readonly EntryRow[];
}

function readOn(paths: TrailPaths, at: Position): Step {
  const stat = statSync(paths.trail, { throwIfNoEntry: false });
  const same = stat !== undefined && stat.ino === at.file;
  if (same && stat.size === at.offset) return { at, rows: [] };
  if (same && stat.size < at.offset) return { at: endOf(paths, stat.ino), rows: [] };
  const rows: EntryRow[] = [];
  let { sequence, chain } = at;
  const take = (path: string, from: number): number => {
    let offset = from;
    for (const { line, end, whole } of linesOf(path, from)) {
      if (!whole) break;
      offset = end;
      const row = rowOf(line);
      if (row === undefined) continue;
      // Another chain began: the trail was removed and made anew.
      if (chain !== "" && chainOf(row) !== chain) sequence = 0;
      if (row.sequence <= sequence) continue;
      ({ sequence } = row);
      chain = chainOf(row);
      rows.push(row);
    }
    return offset;
  };
  if (!same) for (const file of segments(paths)) if (lastSequenceOf(file) > sequence) take(file, 0);
  const offset = take(paths.trail, same ? at.offset : 0);
  return { at: { file: stat?.ino, offset, sequence, chain }, rows };
}

function watchFolder(folder: string, look: () => void): FSWatcher | undefined {
  try {
    const watcher = watch(folder, { persistent: false }, look);
    watcher.on("error", () => watcher.close());
    return watcher;
  } catch {
    return undefined; // no watches left, or a disk without them: the timer looks
  }
}
