import { LeastkeyError } from "../core/errors.ts";

/** A text or a blob of a row. */
export type DatabaseValue = string | Uint8Array;

/** Gives what is to stand in a value's place; undefined: it stays. */
export type ChangeValue = (value: DatabaseValue) => DatabaseValue | undefined;

export interface DatabaseWriter {
  /**
   * Rewrites values of a database in one transaction that keeps every other writer out; what was deleted is overwritten,
   * and the file is made anew so that no free page keeps an old row. Returns the rows changed. Throws `busy` when
   * somebody else has it, `file.unreadable` when it is damaged; the file is then as it was.
   */
  rewrite(path: string, change: ChangeValue): number;
}

interface Statement {
  iterate(...values: readonly unknown[]): Iterable<unknown>;
  run(...values: readonly unknown[]): unknown;
  setReadBigInts(enabled: boolean): void;
}
interface Database {
  exec(sql: string): void;
  prepare(sql: string): Statement;
  close(): void;
}
interface SqliteModule {
  readonly DatabaseSync: new (path: string) => Database;
}

/** SQLite as Node brings it, from 22.13 on; undefined in an older Node. Editors since 1.101 have it. */
export function sqliteWriter(): DatabaseWriter | undefined {
  const sqlite = loadSqlite();
  if (sqlite === undefined) return undefined;
  return { rewrite: (path, change) => rewrite(new sqlite.DatabaseSync(path), change) };
}

/** Node calls it experimental on standard error; that is nothing for whoever runs a command. */
function loadSqlite(): SqliteModule | undefined {
  const emitWarning = process.emitWarning.bind(process);
  process.emitWarning = () => undefined;
  try {
    const found: unknown = process.getBuiltinModule("node:sqlite");
    return isSqlite(found) ? found : undefined;
  } finally {
    process.emitWarning = emitWarning;
  }
}

const isSqlite = (value: unknown): value is SqliteModule =>
  typeof value === "object" &&
  value !== null &&
  "DatabaseSync" in value &&
  typeof value.DatabaseSync === "function" &&
  "StatementSync" in value &&
  typeof value.StatementSync === "function" &&
  hasIterate(value.StatementSync.prototype);

/** The first versions of it, behind a flag, had none. */
const hasIterate = (prototype: unknown): boolean =>
  typeof prototype === "object" && prototype !== null && "iterate" in prototype;

const waitMs = 2000;

function rewrite(database: Database, change: ChangeValue): number {
  let isOpen = false;
  try {
    database.exec(`PRAGMA busy_timeout = ${String(waitMs)}; PRAGMA secure_delete = ON; PRAGMA trusted_schema = OFF`);
    database.exec("BEGIN EXCLUSIVE");
    isOpen = true;
    const rows = tablesOf(database).reduce((sum, table) => sum + rewriteTable(database, table, change), 0);
    if (textOf(first(database, "PRAGMA quick_check(1)"), "quick_check") !== "ok") throw damaged();
    database.exec("COMMIT");
    isOpen = false;
    database.exec("VACUUM");
    database.exec("PRAGMA wal_checkpoint(TRUNCATE)");
    return rows;
  } catch (error) {
    if (isOpen) rollback(database);
    throw failureOf(error);
  } finally {
    database.close();
  }
}

function rollback(database: Database): void {
  try {
    database.exec("ROLLBACK");
  } catch (error) {
    // SQLite has rolled back by itself after some failures, and then says that there is nothing to roll back.
    if (codeOf(error) === undefined) throw error;
  }
}

interface Table {
  readonly name: string;
  readonly columns: readonly string[];
  /** What tells its rows apart. */
  readonly key: readonly string[];
}

/** Shadow tables of a full-text index follow their virtual one; views hold nothing. */
function tablesOf(database: Database): readonly Table[] {
  const listed = [...database.prepare("PRAGMA table_list").iterate()].filter(
    (row) =>
      textOf(row, "schema") === "main" &&
      ["table", "virtual"].includes(textOf(row, "type")) &&
      !textOf(row, "name").startsWith("sqlite_"),
  );
  const ordered = listed.toSorted((a, b) => (textOf(a, "type") < textOf(b, "type") ? -1 : 1));
  return ordered.map((row) => {
    const name = textOf(row, "name");
    const info = [...database.prepare(`PRAGMA table_info(${quoted(name)})`).iterate()];
    const columns = info.map((column) => textOf(column, "name"));
    const withoutRowid = numberOf(row, "wr") === 1;
    const primary = info.filter((column) => numberOf(column, "pk") > 0).map((column) => textOf(column, "name"));
    const rowid = ["rowid", "_rowid_", "oid"].find((alias) => !columns.includes(alias)) ?? "rowid";
    return { name, columns, key: withoutRowid ? primary : [rowid] };
  });
}

function rewriteTable(database: Database, { name, columns, key }: Table, change: ChangeValue): number {
  const keys = key.map((column, at) => `${quoted(column)} AS "key ${String(at)}"`).join(", ");
  const read = database.prepare(`SELECT ${keys}, ${columns.map(quoted).join(", ")} FROM ${quoted(name)}`);
  read.setReadBigInts(true);
  const due: { readonly at: readonly unknown[]; readonly changed: readonly (readonly [string, DatabaseValue])[] }[] =
    [];
  // Rows are not written while they are read: SQLite leaves open which of them would then be seen.
  for (const row of read.iterate()) {
    const changed = columns.flatMap((column) => {
      const value: unknown = fieldOf(row, column);
      const next = typeof value === "string" || value instanceof Uint8Array ? change(value) : undefined;
      return next === undefined ? [] : [[column, next] as const];
    });
    if (changed.length > 0) due.push({ at: key.map((_, at) => fieldOf(row, `key ${String(at)}`)), changed });
  }
  const where = key.map((column) => `${quoted(column)} = ?`).join(" AND ");
  for (const { at, changed } of due) {
    const set = changed.map(([column]) => `${quoted(column)} = ?`).join(", ");
    database
      .prepare(`UPDATE ${quoted(name)} SET ${set} WHERE ${where}`)
      .run(...changed.map(([, value]) => value), ...at);
  }
  return due.length;
}

const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`;

const first = (database: Database, sql: string): unknown => [...database.prepare(sql).iterate()][0];

const fieldOf = (row: unknown, name: string): unknown =>
  typeof row === "object" && row !== null ? Reflect.get(row, name) : undefined;

function textOf(row: unknown, name: string): string {
  const value = fieldOf(row, name);
  return typeof value === "string" ? value : "";
}

function numberOf(row: unknown, name: string): number {
  const value = fieldOf(row, name);
  return typeof value === "number" ? value : 0;
}

/** SQLite's own result code (sqlite.org/rescode.html), the primary one. */
function codeOf(error: unknown): number | undefined {
  const code = fieldOf(error, "errcode");
  return typeof code === "number" ? code & 0xff : undefined;
}

const damaged = (cause?: unknown): LeastkeyError =>
  new LeastkeyError("file.unreadable", "it is damaged, and stays as it is", "let its agent repair or remove it", cause);

/** SQLite's own words are not passed on: they may name what stands in a row. */
function failureOf(error: unknown): LeastkeyError {
  if (error instanceof LeastkeyError) return error;
  const code = codeOf(error);
  if (code === 5 || code === 6)
    return new LeastkeyError("busy", "another program has it locked: end the agent, then scrub again", "", error);
  if (code === 11 || code === 26) return damaged(error);
  if (code === 13)
    return new LeastkeyError("file.unwritable", "the disk is full: make room, then scrub again", "", error);
  const which = code === undefined ? "" : ` (result code ${String(code)})`;
  return new LeastkeyError("file.unwritable", `SQLite refused to change it${which}, and it stays as it is`, "", error);
}
