import { createHash } from "node:crypto";
import { lstatSync, mkdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { sync as writeFileAtomic } from "write-file-atomic";
import type { Finding } from "../core/finding.ts";
import type { TripwireEntry } from "../core/tripwire.ts";

/** What tells whether a file is still the one that was scanned. A changed file with its old time set back has a new ctime. */
export interface FileMark {
  readonly size: number;
  readonly mtimeMs: number;
  readonly ctimeMs: number;
  readonly ino: number;
}

/** The mark and, where there are any, findings and tripwire entries: never a value. */
export type CacheEntry = readonly [
  size: number,
  mtimeMs: number,
  ctimeMs: number,
  ino: number,
  findings?: readonly Finding[],
  values?: readonly TripwireEntry[],
];

export interface CacheSetup {
  /** The folder of all caches. */
  readonly folder: string;
  readonly root: string;
  /** The scanner's own hash: another scanner's findings are not taken over. */
  readonly scanner: string;
  /** Keyed: only what this user wrote on this machine is believed. */
  readonly digest: (bytes: Uint8Array) => string;
}

/** Entries of a root. A cache that is missing, damaged, of another scanner or not ours is empty. */
export function readScanCache(setup: CacheSetup): ReadonlyMap<string, CacheEntry> {
  try {
    const content = readFileSync(fileOf(setup));
    const end = content.indexOf(10);
    const body = content.subarray(end + 1);
    if (content.toString("latin1", 0, end) !== headOf(setup, body)) return new Map();
    // The head is a keyed hash of the body: this very scanner wrote it.
    return new Map(Object.entries(JSON.parse(body.toString("utf8")) as Readonly<Record<string, CacheEntry>>));
  } catch {
    return new Map(); // a scan without a cache is slower, and right
  }
}

/** Adds entries, given as the members of a JSON object's text. Whether it worked: without, the next scan is slower. */
export function addToScanCache(setup: CacheSetup, members: readonly string[], listed: number): boolean {
  const fresh = JSON.parse(`{${members.join(",")}}`) as Readonly<Record<string, CacheEntry>>;
  const entries = new Map([...readScanCache(setup), ...Object.entries(fresh)]);
  if (entries.size > listed * 1.5) {
    for (const path of entries.keys()) if (isGone(join(setup.root, path))) entries.delete(path);
  }
  const body = Buffer.from(JSON.stringify(Object.fromEntries(entries)));
  const file = fileOf(setup);
  try {
    mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
    writeFileAtomic(file, Buffer.concat([Buffer.from(`${headOf(setup, body)}\n`), body]), {
      mode: 0o600,
      fsync: false,
    });
    return true;
  } catch {
    return false;
  }
}

/** One member of the JSON object. */
export const cacheMember = (path: string, entry: CacheEntry): string =>
  `${JSON.stringify(path)}:${JSON.stringify(entry)}`;

export const matches = ([size, mtimeMs, ctimeMs, ino]: CacheEntry, mark: FileMark): boolean =>
  size === mark.size && mtimeMs === mark.mtimeMs && ctimeMs === mark.ctimeMs && ino === mark.ino;

/**
 * A file that changed just before it was scanned may change again without its times telling: it is not kept. Disks
 * that count in seconds are given two.
 */
export function isSettled({ mtimeMs, ctimeMs }: FileMark, now: number): boolean {
  const newest = Math.max(mtimeMs, ctimeMs);
  return now - newest > (ctimeMs % 1000 === 0 ? 2000 : 100);
}

const fileOf = ({ folder, root }: CacheSetup): string =>
  join(folder, `${createHash("sha256").update(root).digest("hex").slice(0, 32)}.cache`);

const headOf = ({ scanner, digest }: CacheSetup, body: Uint8Array): string =>
  `leastkey-scan-cache 1 ${scanner} ${digest(Buffer.concat([Buffer.from(scanner), body]))}`;

function isGone(path: string): boolean {
  try {
    return lstatSync(path, { throwIfNoEntry: false }) === undefined;
  } catch {
    return true; // a folder on the way is gone or closed: it is scanned anew when it comes back
  }
}
