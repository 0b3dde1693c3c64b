/**
 * The rows of a SQLite database, as bytes: every leaf page of a table, with the overflow pages that a long text runs
 * over. Only reads, takes no lock and needs no whole file: a database that an agent has open, or a torn one, gives
 * what can be made out. Format: sqlite.org/fileformat2.html (read 2026-11-24).
 */
export function* sqliteRows(bytes: Uint8Array): Generator<Uint8Array> {
  if (!isSqlite(bytes)) return;
  const pageSize = word(bytes, 16) === 1 ? 65_536 : word(bytes, 16);
  const usable = pageSize - (bytes[20] ?? 0);
  if (pageSize < 512 || usable < 480) return;
  for (let page = 0; (page + 1) * pageSize <= bytes.length; page++) {
    const start = page * pageSize;
    const header = start + (page === 0 ? 100 : 0);
    if (bytes[header] !== 13) continue; // 13: leaf of a table
    const cells = Math.min(word(bytes, header + 3), Math.floor(pageSize / 4));
    for (let cell = 0; cell < cells; cell++) {
      const at = start + word(bytes, header + 8 + cell * 2);
      const row = at < start + pageSize ? rowAt(bytes, at, { pageSize, usable }) : undefined;
      if (row !== undefined) yield row;
    }
  }
}

const magic = "SQLite format 3\u0000";

export function isSqlite(bytes: Uint8Array): boolean {
  return bytes.length >= 512 && String.fromCharCode(...bytes.subarray(0, 16)) === magic;
}

interface Pages {
  readonly pageSize: number;
  readonly usable: number;
}

function rowAt(bytes: Uint8Array, at: number, { pageSize, usable }: Pages): Uint8Array | undefined {
  const size = variable(bytes, at);
  const row = variable(bytes, size.end);
  if (size.value > bytes.length) return undefined;
  const most = usable - 35;
  const least = Math.floor(((usable - 12) * 32) / 255) - 23;
  const some = least + ((size.value - least) % (usable - 4));
  const local = size.value <= most ? size.value : some <= most ? some : least;
  if (local === size.value) return bytes.subarray(row.end, row.end + local);
  const whole = new Uint8Array(size.value);
  whole.set(bytes.subarray(row.end, row.end + local));
  let done = local;
  let next = long(bytes, row.end + local);
  while (next > 0 && done < size.value && next * pageSize <= bytes.length) {
    const start = (next - 1) * pageSize;
    const part = bytes.subarray(start + 4, start + 4 + Math.min(usable - 4, size.value - done));
    whole.set(part, done);
    done += part.length;
    next = long(bytes, start);
  }
  return whole.subarray(0, done);
}

/** SQLite's variable-length number; up to nine bytes, larger than a file can be taken as infinite. */
function variable(bytes: Uint8Array, at: number): { readonly value: number; readonly end: number } {
  let value = 0;
  for (let count = 0; count < 8; count++) {
    const byte = bytes[at + count] ?? 0;
    value = value * 128 + (byte & 127);
    if (byte < 128) return { value, end: at + count + 1 };
  }
  return { value: value * 256 + (bytes[at + 8] ?? 0), end: at + 9 };
}

const word = (bytes: Uint8Array, at: number): number => ((bytes[at] ?? 0) << 8) | (bytes[at + 1] ?? 0);
const long = (bytes: Uint8Array, at: number): number => word(bytes, at) * 65_536 + word(bytes, at + 2);
