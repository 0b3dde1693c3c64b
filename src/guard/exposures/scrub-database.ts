import { decodeUtf8 } from "../../core/detect/decode.ts";
import { isSqlite } from "../../core/exposure/sqlite.ts";
import type { Files } from "../../core/ports.ts";
import type { Tripwire } from "../../core/tripwire.ts";
import { utf8 } from "../../core/utf8.ts";
import { cleanse } from "./cleanse.ts";
import { stillParses } from "./still-parses.ts";

/** platform/sqlite-file.ts; a database is rewritten whole or stays as it is. */
export interface DatabaseWriter {
  rewrite(path: string, change: (value: string | Uint8Array) => string | Uint8Array | undefined): number;
}

/** SQLite keeps what is newest beside the database. */
const beside = ["-wal", "-journal", "-shm"] as const;

/** The database that a record belongs to: "state.db" for "state.db-wal". */
export const databaseOf = (path: string): string => path.replace(/-(?:wal|shm|journal)$/, "");

/** Everything of a database that is on the disk; the first is the database itself. */
export const databaseFiles = (path: string): readonly string[] => [path, ...beside.map((end) => `${path}${end}`)];

export const noSqlite =
  "this Node cannot write databases: scrub from the editor, or with Node 22.13 or later, or delete the session in the agent";

interface Scrubbing {
  readonly files: Files;
  readonly tripwire: Tripwire;
  readonly writer: DatabaseWriter;
  /** Where its files go as they are; the ending of each is added. */
  readonly copy: string;
}

/** What was done, or why the database is left as it is. */
export function scrubDatabase(
  path: string,
  { files, tripwire, writer, copy }: Scrubbing,
): string | { readonly marks: number; readonly fingerprints: readonly string[] } {
  const before = files.read(path);
  if (before === undefined) return "it is no longer there";
  if (!isSqlite(before)) return "it is no SQLite database: delete the session in the agent itself";
  for (const file of databaseFiles(path)) {
    const bytes = files.read(file);
    if (bytes !== undefined) files.replace(`${copy}${file.slice(path.length)}`, bytes, 0o600);
  }
  let marks = 0;
  const fingerprints = new Set<string>();
  let broken = false;
  writer.rewrite(path, (value) => {
    const bytes = typeof value === "string" ? utf8(value) : value;
    const cleansed = cleanse(bytes, tripwire);
    if (cleansed?.marks === 0) return undefined;
    // A value in a packed format cannot change its length; such a row is left, and told.
    if (cleansed === undefined || !stillParses(decodeUtf8(bytes), decodeUtf8(cleansed.bytes)) || !isText(bytes)) {
      broken = true;
      return undefined;
    }
    marks += cleansed.marks;
    for (const fingerprint of cleansed.fingerprints) fingerprints.add(fingerprint);
    return typeof value === "string" ? decodeUtf8(cleansed.bytes) : cleansed.bytes;
  });
  const left = databaseFiles(path).some((file) => (cleanse(files.read(file) ?? noBytes, tripwire)?.marks ?? 1) > 0);
  if (marks === 0) return "the values stand there in a form that cannot be taken out: delete the session in the agent";
  if (broken || left)
    return `${String(marks)} taken out, and some stay in a form that cannot be: delete the session in the agent`;
  return { marks, fingerprints: [...fingerprints] };
}

const noBytes = new Uint8Array();

/** What decodes and encodes to the same bytes. */
function isText(bytes: Uint8Array): boolean {
  const again = utf8(decodeUtf8(bytes));
  return again.length === bytes.length && again.every((byte, at) => byte === bytes[at]);
}
