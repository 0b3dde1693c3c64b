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

export interface HttpRequest {
  readonly method: "GET" | "POST" | "PUT" | "DELETE";
  readonly url: string;
  readonly headers: Readonly<Record<string, string | Secret>>;
  readonly body?: Secret;
  /** A file of certificates to trust instead of the system's. */
  readonly caFile?: string;
}

export interface HttpAnswer {
  readonly status: number;
  readonly body: Secret;
}

/**
 * One request to a vault that the user set up. Follows no redirect; a certificate that does not verify, a time-out
 * (10 s) or a refused connection throw `vault.unreachable`.
 */
export interface Http {
  send(request: HttpRequest): Promise<HttpAnswer>;
}

export interface ProgramAnswer {
  readonly exitCode: number;
  readonly stdout: Secret;
}

/** Programs of other vaults. What they say on stderr goes to the user's, for some ask there for a finger. */
export interface Programs {
  /** Whether it stands on PATH. */
  has(program: string): boolean;
  /** Throws `vault.unreachable` when it cannot be started, or after 60 s. */
  run(program: string, args: readonly string[]): Promise<ProgramAnswer>;
}
