import { closeSync, constants, lstatSync, openSync, readSync, realpathSync, type Stats, statSync } from "node:fs";
import type { FileStat } from "../core/ports.ts";
import { chunkSize, type ScanFiles } from "../guard/scan.ts";
import type { FileMark } from "../platform/scan-cache.ts";

const flags = constants.O_RDONLY | (constants.O_NONBLOCK ?? 0);

/** The reader of a scan worker; `mark` is that of the file that `stat` saw last, undefined for a link. */
export interface MarkingReader extends ScanFiles {
  mark(): FileMark | undefined;
}

/** Reads into one buffer, over and over: half the CPU of a fresh buffer per file (measured November 2026). */
export function reusingReader(): MarkingReader {
  let seen: FileMark | undefined;
  let buffer = Buffer.allocUnsafe(1 << 20);

  function fill(path: string, at: number, most: number): Uint8Array {
    const handle = openSync(path, flags);
    try {
      let length = 0;
      while (length < most) {
        if (length === buffer.length) buffer = Buffer.concat([buffer], Math.min(buffer.length * 2, chunkSize + 1));
        const room = Math.min(buffer.length, most) - length;
        const got = readSync(handle, buffer, length, room, at + length);
        length += got;
        if (got < room) break; // a regular file gives less only at its end
      }
      return buffer.subarray(0, length);
    } finally {
      closeSync(handle);
    }
  }

  const stat = (path: string): (FileStat & { readonly link: boolean }) | undefined => {
    const own = lstatSync(path, { throwIfNoEntry: false });
    seen = own?.isFile() === true ? own : undefined;
    return own === undefined ? undefined : followed(path, own);
  };
  return { stat, mark: () => seen, read: (path) => fill(path, 0, chunkSize + 1), readChunk: fill, realPath };
}

function followed(path: string, own: Stats): (FileStat & { readonly link: boolean }) | undefined {
  const link = own.isSymbolicLink();
  const stat = link ? statSync(path, { throwIfNoEntry: false }) : own;
  if (stat === undefined) return undefined;
  const kind = stat.isFile() ? "file" : stat.isDirectory() ? "directory" : "other";
  return { kind, size: stat.size, mtimeMs: stat.mtimeMs, mode: stat.mode & 0o7777, link };
}

function realPath(path: string): string | undefined {
  try {
    return realpathSync(path);
  } catch {
    return undefined; // gone, a loop, or not to be looked at: the caller's own read says which
  }
}
