import type { Secret } from "./secret.ts";
import type { TripwireEntry } from "./tripwire.ts";

/** What the pure layers ask of the world. platform/ gives the real ones; tests give in-memory ones. */

export interface FileStat {
  readonly kind: "file" | "directory" | "other"; // other: device, FIFO, socket; never opened
  readonly size: number;
  readonly mtimeMs: number;
  readonly mode: number;
}

export interface DirectoryEntry {
  readonly name: string;
  readonly kind: "file" | "directory" | "link" | "other";
}

/**
 * Files, synchronous: the hook answers in milliseconds and scans run in a worker. Paths are absolute.
 * `undefined` means "asked and there is none"; anything else that fails throws LeastkeyError.
 */
export interface Files {
  readonly caseSensitive: boolean;
  /** Whole content; undefined when there is no such file. Never opens what is not a regular file. */
  read(path: string): Uint8Array | undefined;
  /** Whole content as UTF-8, a BOM kept; undefined when there is no such file. */
  readText(path: string): string | undefined;
  /** Follows symlinks; undefined when nothing is there. */
  stat(path: string): FileStat | undefined;
  /** Sorted by name; an empty list when the directory is gone. */
  list(path: string): readonly DirectoryEntry[];
  /** Symlinks resolved; undefined when nothing is there or links loop. */
  realPath(path: string): string | undefined;
  /** Atomic: the old content or the new one, flushed to disk, whatever happens. Makes parent directories. */
  replace(path: string, content: string | Uint8Array, mode?: number): void;
  /** The same for one of many: a crash may bring the old content back until `flushFolder` was called for its folder. */
  replaceUnflushed(path: string, content: string | Uint8Array, mode?: number): void;
  flushFolder(path: string): void;
  remove(path: string): void;
  /** Leaves a folder that has something in it, and does nothing where there is none. */
  removeEmptyFolder(path: string): void;
  /** Runs `work` while holding an exclusive lock on `path`; throws `busy` after `waitMs`. */
  locked<T>(path: string, waitMs: number, work: () => T): T;
}

export interface Clock {
  /** Milliseconds since 1970. */
  now(): number;
}

/** Makes recognisable, irreversible marks of a value with the machine's own key. */
export interface Fingerprinter {
  /** Keyed HMAC-SHA-256, 16 hex digits. */
  fingerprint(value: Secret): string;
  /** The entry by which the tripwire knows the value again; undefined for values under 8 bytes. */
  tripwire(value: Secret, label: string): TripwireEntry | undefined;
}
