import {
  closeSync,
  constants,
  existsSync,
  fstatSync,
  fsyncSync,
  lstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmdirSync,
  type Stats,
  statSync,
  unlinkSync,
} from "node:fs";
import { basename, dirname } from "node:path";
import { sync as writeFileAtomic } from "write-file-atomic";
import { LeastkeyError, messageOf } from "../core/errors.ts";
import type { DirectoryEntry, FileStat, Files } from "../core/ports.ts";
import { codeOf } from "./code-of.ts";
import { withLock } from "./lock.ts";

/** The real disk. Contracts are on the port. */
export function nodeFiles(): Files {
  return {
    caseSensitive: process.platform !== "win32" && process.platform !== "darwin",
    read,
    readText: (path) => {
      const bytes = read(path);
      return bytes === undefined ? undefined : new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes);
    },
    stat: statOf,
    list,
    realPath,
    replace,
    replaceUnflushed,
    flushFolder,
    remove,
    removeEmptyFolder,
    locked: withLock,
  };
}

function read(path: string): Uint8Array | undefined {
  let handle: number | undefined;
  try {
    // O_NONBLOCK: opening a FIFO must not wait for a writer; what is opened is looked at before it is read.
    handle = openSync(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
    if (!fstatSync(handle).isFile()) {
      throw new LeastkeyError("file.unreadable", `${basename(path)} is not a regular file`, "leave it out");
    }
    return readFileSync(handle);
  } catch (error) {
    if (isMissing(error)) return undefined;
    if (error instanceof LeastkeyError) throw error;
    throw new LeastkeyError(
      "file.unreadable",
      `${path} cannot be read`,
      `check its permissions (${messageOf(error)})`,
      error,
    );
  } finally {
    if (handle !== undefined) closeSync(handle);
  }
}

function statOf(path: string): FileStat | undefined {
  const stat = statOrNothing(path);
  if (stat === undefined) return undefined;
  const kind = stat.isFile() ? "file" : stat.isDirectory() ? "directory" : "other";
  return { kind, size: stat.size, mtimeMs: stat.mtimeMs, mode: stat.mode & 0o7777 };
}

/** A chain of links that never ends leads to no file. */
function statOrNothing(path: string): Stats | undefined {
  try {
    return statSync(path, { throwIfNoEntry: false });
  } catch (error) {
    if (isMissing(error) || codeOf(error) === "ELOOP") return undefined;
    throw error;
  }
}

function list(path: string): readonly DirectoryEntry[] {
  try {
    return readdirSync(path, { withFileTypes: true })
      .map((entry) => ({
        name: entry.name,
        kind: entry.isFile()
          ? ("file" as const)
          : entry.isDirectory()
            ? ("directory" as const)
            : entry.isSymbolicLink()
              ? ("link" as const)
              : ("other" as const),
      }))
      .toSorted((a, b) => (a.name < b.name ? -1 : 1));
  } catch (error) {
    if (isMissing(error)) return [];
    throw new LeastkeyError(
      "file.unreadable",
      `${path} cannot be listed`,
      `check its permissions (${messageOf(error)})`,
      error,
    );
  }
}

function realPath(path: string): string | undefined {
  try {
    return realpathSync.native(path);
  } catch (error) {
    if (isMissing(error) || codeOf(error) === "ELOOP") return undefined;
    throw new LeastkeyError(
      "file.unreadable",
      `${path} cannot be resolved`,
      `check its permissions (${messageOf(error)})`,
      error,
    );
  }
}

function replace(path: string, content: string | Uint8Array, mode?: number): void {
  replaceUnflushed(path, content, mode);
  flushFolder(dirname(path));
}

/** The content is on the disk before its name is: what may be lost is the renaming, never half of a file. */
function replaceUnflushed(path: string, content: string | Uint8Array, mode?: number): void {
  try {
    mkdirSync(dirname(path), { recursive: true });
    const data = typeof content === "string" ? content : Buffer.from(content);
    // An existing file keeps its own mode and owner.
    writeFileAtomic(path, data, { fsync: true, ...(mode === undefined || existsSync(path) ? {} : { mode }) });
  } catch (error) {
    throw unwritable(path, error);
  }
}

/** A rename is on the disk only when its directory is; Windows has no such call. */
function flushFolder(path: string): void {
  if (process.platform === "win32") return;
  try {
    const handle = openSync(path, constants.O_RDONLY);
    try {
      fsyncSync(handle);
    } finally {
      closeSync(handle);
    }
  } catch (error) {
    throw unwritable(path, error);
  }
}

function remove(path: string): void {
  try {
    if (lstatSync(path, { throwIfNoEntry: false }) === undefined) return;
    unlinkSync(path);
    flushFolder(dirname(path));
  } catch (error) {
    throw unwritable(path, error);
  }
}

function removeEmptyFolder(path: string): void {
  try {
    rmdirSync(path);
  } catch (error) {
    const code = codeOf(error);
    if (!isMissing(error) && code !== "ENOTEMPTY" && code !== "EEXIST") throw unwritable(path, error);
  }
}

function unwritable(path: string, error: unknown): LeastkeyError {
  const why = codeOf(error) === "ENOSPC" ? "the disk is full" : messageOf(error);
  return new LeastkeyError(
    "file.unwritable",
    `${path} cannot be written`,
    `check the disk and its permissions (${why})`,
    error,
  );
}

function isMissing(error: unknown): boolean {
  const code = codeOf(error);
  // No file has a name that the disk cannot hold.
  return code === "ENOENT" || code === "ENOTDIR" || code === "ENAMETOOLONG";
}

/** A path below the user's home that this process may not create is named before anything is lost in it. */
export function requireFolder(path: string): void {
  try {
    mkdirSync(path, { recursive: true, mode: 0o700 });
    if (!statSync(path).isDirectory()) throw new Error("not a folder");
  } catch (error) {
    throw new LeastkeyError(
      "home.unusable",
      `${path} cannot be used`,
      `set LEASTKEY_HOME to a folder you may write to (${messageOf(error)})`,
      error,
    );
  }
}
