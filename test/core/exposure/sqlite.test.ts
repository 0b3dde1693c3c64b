import assert from "node:assert/strict";
import test from "node:test";
import fc from "fast-check";
import initSqlJs, { type SqlJsStatic } from "sql.js/dist/sql-asm.js";
import { isSqlite, sqliteRows } from "../../../src/core/exposure/sqlite.ts";

/** Databases written by SQLite itself (sql.js), read by ours. */
const load = initSqlJs();

function database(sqlite: SqlJsStatic, texts: readonly string[], pageSize = 4096): Uint8Array {
  const db = new sqlite.Database();
  db.run(`PRAGMA page_size=${String(pageSize)}`);
  db.run("CREATE TABLE part (id TEXT, data TEXT)");
  for (const [at, text] of texts.entries()) db.run("INSERT INTO part VALUES (?, ?)", [String(at), text]);
  const bytes = db.export();
  db.close();
  return bytes;
}

const rowsOf = (bytes: Uint8Array): readonly string[] =>
  [...sqliteRows(bytes)].map((row) => Buffer.from(row).toString("utf8"));

void test("every text of every size is read whole, over overflow pages too", async () => {
  const sqlite = await load;
  const size = fc.oneof(fc.integer({ min: 0, max: 600 }), fc.integer({ min: 3_900, max: 4_200 }), fc.constant(70_000));
  fc.assert(
    fc.property(fc.array(size, { minLength: 1, maxLength: 30 }), fc.constantFrom(512, 4096, 65_536), (sizes, page) => {
      const texts = sizes.map((length, at) => `<${String(at)}:${"aé".repeat(Math.ceil(length / 2))}>`);
      const rows = rowsOf(database(sqlite, texts, page));
      for (const text of texts) assert.ok(rows.some((row) => row.endsWith(text)));
    }),
    { numRuns: 40 },
  );
});

void test("a damaged database gives what can be made out and never throws", async () => {
  const sqlite = await load;
  const whole = database(
    sqlite,
    Array.from({ length: 40 }, (_, at) => `${String(at)}${"x".repeat(at * 211)}`),
  );
  fc.assert(
    fc.property(fc.nat(whole.length - 1), fc.nat(255), fc.nat(whole.length), (at, byte, length) => {
      const bytes = whole.slice(0, length);
      if (at < bytes.length) bytes[at] = byte;
      for (const row of sqliteRows(bytes)) assert.ok(row.length <= bytes.length);
    }),
    { numRuns: 300 },
  );
});

void test("what is no database gives no rows", () => {
  assert.equal(isSqlite(Buffer.from("SQLite format 3")), false);
  assert.deepEqual(rowsOf(Buffer.alloc(4096)), []);
});
