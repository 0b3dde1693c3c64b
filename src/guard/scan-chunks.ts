import { decodeUtf8 } from "../core/detect/decode.ts";
import { detect } from "../core/detect/engine.ts";
import type { Provider } from "../core/detect/rule.ts";
import type { Detection } from "../core/finding.ts";

/** No token, key block or context window is longer. */
const overlap = 64 * 1024;

export interface ChunkFacts {
  readonly path: string;
  readonly size: number;
  readonly chunkSize: number;
  /** A project's own rules. */
  readonly more: readonly Provider[] | undefined;
}

/** What stands before a chunk, in the decoded text. */
interface Base {
  readonly units: number;
  readonly lines: number;
  readonly column: number; // units since the last line began
}

/** Detections of a file too large to hold, read in overlapping chunks; each is given once, with its place in the file. */
export function* chunksOf(
  read: (at: number, length: number) => Uint8Array | undefined,
  { path, size, chunkSize, more }: ChunkFacts,
): Generator<Detection> {
  let base: Base = { units: 0, lines: 0, column: 0 };
  let reported = 0;
  for (let at = 0; at < size; ) {
    const chunk = read(at, chunkSize);
    if (chunk === undefined || chunk.length === 0) return;
    for (const detection of detect({ path, content: chunk }, more)) {
      const moved = shifted(detection, base);
      if (moved.place.start < reported) continue;
      reported = moved.place.end;
      yield moved;
    }
    if (at + chunk.length >= size || chunk.length <= overlap) return;
    const step = boundary(chunk, chunk.length - overlap);
    base = advanced(base, decodeUtf8(chunk.subarray(0, step)));
    at += step;
  }
}

/** The last place at or before `at` where a character begins. */
function boundary(bytes: Uint8Array, at: number): number {
  let start = at;
  while (start > 0 && at - start < 4 && ((bytes[start] ?? 0) & 0xc0) === 0x80) start -= 1;
  return start;
}

function advanced(base: Base, text: string): Base {
  let lines = 0;
  for (let at = text.indexOf("\n"); at >= 0; at = text.indexOf("\n", at + 1)) lines += 1;
  const column = lines === 0 ? base.column + text.length : text.length - text.lastIndexOf("\n") - 1;
  return { units: base.units + text.length, lines: base.lines + lines, column };
}

function shifted(detection: Detection, { units, lines, column }: Base): Detection {
  const { place } = detection;
  return {
    ...detection,
    place: {
      ...place,
      start: place.start + units,
      end: place.end + units,
      line: place.line + lines,
      column: place.line === 1 ? place.column + column : place.column,
      endLine: place.endLine + lines,
      endColumn: place.endLine === 1 ? place.endColumn + column : place.endColumn,
    },
  };
}
