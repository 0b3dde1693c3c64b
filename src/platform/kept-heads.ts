import { hkdfSync } from "node:crypto";
import { readFileSync, statSync } from "node:fs";
import { keepCache } from "./keep-cache.ts";

const words = 256;
const tableBytes = words * 4;
/** inode, time of change, checksum */
const markBytes = 20;

/**
 * The words of the tripwire's rolling hash (`TripwireKey.headTable`), derived from the machine's key. They are kept
 * beside the key, as private as it, since most calls of the hook need no other cryptography and loading that takes
 * longer than all the rest. A file that is not whole, or not of this key file, is made anew.
 */
export function keptHeads(keyPath: string, key: Uint8Array): Uint32Array {
  const path = `${keyPath}.heads`;
  const origin = originOf(keyPath);
  const kept = read(path);
  if (kept?.subarray(0, markBytes).equals(markOf(origin, kept.subarray(markBytes))))
    return wordsOf(kept.subarray(markBytes));
  const table = derived(key);
  keepCache(path, Buffer.concat([markOf(origin, table), table]));
  return wordsOf(table);
}

/** The same without a file. */
export function headsOf(key: Uint8Array): Uint32Array {
  return wordsOf(derived(key));
}

const derived = (key: Uint8Array): Buffer =>
  Buffer.from(hkdfSync("sha256", key, "", "leastkey tripwire heads", tableBytes));

/** In this machine's byte order, as the first version read them: the file never leaves the machine. */
function wordsOf(bytes: Buffer): Uint32Array {
  return new Uint32Array(new Uint8Array(bytes).buffer);
}

interface Origin {
  readonly ino: number;
  readonly mtimeMs: number;
}

const originOf = (keyPath: string): Origin => statSync(keyPath);

function markOf({ ino, mtimeMs }: Origin, table: Uint8Array): Buffer {
  const mark = Buffer.alloc(markBytes);
  mark.writeDoubleLE(ino, 0);
  mark.writeDoubleLE(mtimeMs, 8);
  mark.writeUInt32LE(checksum(table), 16);
  return mark;
}

/** FNV-1a, against a damaged file: words that are wrong would recognise nothing, and nobody would notice. */
function checksum(bytes: Uint8Array): number {
  let sum = 0x811c9dc5 ^ bytes.length;
  for (const byte of bytes) sum = Math.imul(sum ^ byte, 0x01000193);
  return sum >>> 0;
}

function read(path: string): Buffer | undefined {
  try {
    return readFileSync(path);
  } catch {
    return undefined; // none yet
  }
}
