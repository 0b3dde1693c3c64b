/** A piece is at least this long, and cut at the end of a line. */
const pieceSize = 256 * 1024;
/** Lines longer than a piece are cut with this much told twice: no credential is longer. */
const overlap = 64 * 1024;

export interface Piece {
  readonly start: number;
  readonly bytes: Uint8Array;
  /** What is found from here on belongs to the next piece. */
  readonly own: number;
}

/** The bytes of a record in pieces, so that searching one takes milliseconds. */
export function* piecesOf(bytes: Uint8Array): Generator<Piece> {
  for (let start = 0; start < bytes.length; ) {
    const rest = bytes.length - start;
    if (rest <= pieceSize + overlap) {
      yield { start, bytes: bytes.subarray(start), own: rest };
      return;
    }
    const line = bytes.lastIndexOf(10, start + pieceSize);
    const own = line > start ? line + 1 - start : pieceSize;
    yield { start, bytes: bytes.subarray(start, start + own + (line > start ? 0 : overlap)), own };
    start += own;
  }
}
