import { closeSync, fstatSync, openSync, readSync } from "node:fs";
import { codeOf } from "./code-of.ts";

export interface TrailLine {
  readonly line: string;
  /** Offset just behind its newline. */
  readonly end: number;
  /** false: the file ends in the middle of this line. */
  readonly whole: boolean;
}

/** The lines of one file from a byte on, read in blocks; bytes are taken as Latin-1, which loses none of them. */
export function* linesOf(path: string, from = 0, block = 1 << 18): Generator<TrailLine> {
  const handle = open(path);
  if (handle === undefined) return;
  try {
    const bytes = Buffer.allocUnsafe(block);
    let position = from;
    let end = from;
    let rest = "";
    for (;;) {
      const read = readSync(handle, bytes, 0, block, position);
      if (read === 0) break;
      const text = rest + bytes.toString("latin1", 0, read);
      let start = 0;
      for (let at = text.indexOf("\n", rest.length); at >= 0; at = text.indexOf("\n", start)) {
        end += at + 1 - start;
        yield { line: text.slice(start, at), end, whole: true };
        start = at + 1;
      }
      rest = text.slice(start);
      position += read;
    }
    if (rest !== "") yield { line: rest, end: end + rest.length, whole: false };
  } finally {
    closeSync(handle);
  }
}

/** The lines of a file, last one first. */
export function* linesBackwards(path: string, block = 1 << 16): Generator<string> {
  const handle = open(path);
  if (handle === undefined) return;
  try {
    let position = fstatSync(handle).size;
    let head = "";
    while (position > 0) {
      const length = Math.min(block, position);
      position -= length;
      const bytes = Buffer.alloc(length);
      readSync(handle, bytes, 0, length, position);
      const lines = (bytes.toString("latin1") + head).split("\n");
      head = lines.shift() ?? "";
      for (const line of lines.reverse()) if (line !== "") yield line;
    }
    if (head !== "") yield head;
  } finally {
    closeSync(handle);
  }
}

function open(path: string): number | undefined {
  try {
    return openSync(path, "r");
  } catch (error) {
    if (codeOf(error) === "ENOENT") return undefined;
    throw error;
  }
}
