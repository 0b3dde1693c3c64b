import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import test from "node:test";
import { longAgo } from "../guard/exposures/fake-home.ts";
import { nodeFrom } from "../sample/newer-node.ts";
import { type Ended, programs, run } from "../sample/program.ts";

/** SQLite is in Node from 22.13 on. */
const node = nodeFrom(22, 13);
const options = {
  skip: node === undefined ? "no Node from 22.13 on here: node .scripts/setup-host.mjs brings one" : false,
};
const base = mkdtempSync(join(tmpdir(), "leastkey-databases-"));
test.after(() => rmSync(base, { recursive: true, force: true }));

const letters = createHash("sha512")
  .update("database")
  .digest("base64")
  .replaceAll(/[^A-Za-z0-9]/g, "")
  .slice(0, 60);
const token = `sk_${"live"}_51${letters}`;

/** Runs a script with SQLite in the real process of its own; what it prints comes back. */
async function sqlite(path: string, script: string): Promise<string> {
  const head = `const { DatabaseSync } = process.getBuiltinModule("node:sqlite"); const token = ${JSON.stringify(token)}; const db = new DatabaseSync(${JSON.stringify(path)});`;
  const ended = await run(node ?? "", ["--no-warnings", "-e", `${head}${script}`]);
  assert.equal(ended.code, 0, ended.stderr);
  return ended.stdout;
}

interface Home {
  readonly database: string;
  readonly scrub: () => Promise<Ended>;
  readonly age: () => void;
}

function home(): Home {
  const folder = mkdtempSync(join(base, "home-"));
  const shop = join(folder, "shop");
  mkdirSync(shop);
  const database = join(folder, ".local/share/opencode/opencode.db");
  mkdirSync(join(database, ".."), { recursive: true });
  const env = { PATH: process.env["PATH"], HOME: folder, LEASTKEY_HOME: join(folder, "leastkey"), NO_COLOR: "1" };
  const command = [resolve(programs, "cli.js"), "scan", "--exposures", "--scrub", "--yes"];
  return {
    database,
    scrub: () => run(node ?? "", command, { cwd: shop, env }),
    age: () => {
      for (const name of readdirSync(join(database, ".."))) utimesSync(join(database, "..", name), longAgo, longAgo);
    },
  };
}

const filled = `
  db.exec("CREATE TABLE part (id TEXT PRIMARY KEY, data TEXT, raw BLOB) WITHOUT ROWID; CREATE TABLE note (text TEXT)");
  db.exec("CREATE INDEX by_text ON note (text); CREATE VIRTUAL TABLE words USING fts5(body)");
  const put = db.prepare("INSERT INTO part VALUES (?, ?, ?)");
  for (let at = 0; at < 300; at++) put.run("row " + at, JSON.stringify({ n: at, text: "x".repeat(at * 20) }), Buffer.from("b"));
  put.run("secret", JSON.stringify({ type: "tool", output: "KEY=" + token + "\\n" }), Buffer.from(JSON.stringify({ token })));
  db.prepare("INSERT INTO note VALUES (?)").run("use " + token);
  db.prepare("INSERT INTO words VALUES (?)").run("the key is " + token + " today");
  db.prepare("INSERT INTO note VALUES (?)").run("deleted " + token);
  db.exec("DELETE FROM note WHERE text LIKE 'deleted%'");`;

void test("a database is scrubbed in rows, indexes and free pages, opens, and is kept as it was", options, async () => {
  const { database, scrub, age } = home();
  await sqlite(database, filled);
  age();
  const before = readFileSync(database);
  const ended = await scrub();
  assert.equal(ended.code, 0, `${ended.stdout}${ended.stderr}`);
  assert.match(ended.stdout, /^scrubbed .*opencode\.db {2}\(4\)/m);
  assert.doesNotMatch(ended.stderr, /Warning/);
  assert.equal(readFileSync(database).includes(token), false);
  const told = await sqlite(
    database,
    `const rows = db.prepare("SELECT data, raw FROM part WHERE id = 'secret'").all();
     console.log(JSON.stringify({
       check: db.prepare("PRAGMA integrity_check").get().integrity_check,
       output: JSON.parse(rows[0].data).output,
       raw: JSON.parse(Buffer.from(rows[0].raw).toString()).token,
       note: db.prepare("SELECT text FROM note INDEXED BY by_text WHERE text LIKE 'use%'").get().text,
       parts: db.prepare("SELECT count(*) AS n FROM part").get().n,
       found: db.prepare("SELECT count(*) AS n FROM words WHERE words MATCH 'scrubbed'").get().n,
     }))`,
  );
  const mark = /LEASTKEY-SCRUBBED-[0-9a-f]{8}/;
  const facts = JSON.parse(told) as Record<string, string>;
  assert.deepEqual([facts["check"], facts["parts"], facts["found"]], ["ok", 301, 1]);
  for (const name of ["output", "raw", "note"]) assert.match(String(facts[name]), mark);
  const backups = join(database, "../../../../leastkey/backups");
  const [folder = ""] = readdirSync(backups);
  const kept = readdirSync(join(backups, folder)).find((name) => name.endsWith("opencode.db")) ?? "";
  assert.deepEqual(readFileSync(join(backups, folder, kept)), before);
  assert.equal(statSync(join(backups, folder, kept)).mode & 0o777, 0o600);
});

void test("what stands in a write-ahead log alone goes too", options, async () => {
  const { database, scrub, age } = home();
  // Killed before it could bring the log into the database, as an agent that crashed.
  await sqlite(
    database,
    `db.exec("PRAGMA journal_mode = WAL; PRAGMA wal_autocheckpoint = 0");${filled}process.kill(process.pid, "SIGKILL")`,
  ).catch(() => undefined);
  assert.ok(readFileSync(`${database}-wal`).includes(token));
  age();
  const ended = await scrub();
  assert.equal(ended.code, 0, `${ended.stdout}${ended.stderr}`);
  for (const name of readdirSync(join(database, "..")))
    assert.equal(readFileSync(join(database, "..", name)).includes(token), false, name);
  assert.equal(
    (await sqlite(database, `console.log(db.prepare("SELECT count(*) AS n FROM part").get().n)`)).trim(),
    "301",
  );
});

void test("a locked database and a damaged one stay as they are, and it is said", options, async () => {
  const locked = home();
  await sqlite(locked.database, filled);
  locked.age();
  const holder = `const { DatabaseSync } = process.getBuiltinModule("node:sqlite"); const db = new DatabaseSync(${JSON.stringify(locked.database)}); db.exec("BEGIN IMMEDIATE"); console.log("held"); setInterval(() => 0, 1000)`;
  const { spawn } = await import("node:child_process");
  const child = spawn(node ?? "", ["--no-warnings", "-e", holder], { stdio: ["ignore", "pipe", "ignore"] });
  await new Promise((ready) => child.stdout.once("data", ready));
  const before = readFileSync(locked.database);
  const ended = await locked.scrub();
  child.kill("SIGKILL");
  assert.equal(ended.code, 1);
  assert.match(ended.stdout, /left alone .*opencode\.db .*(?:has it open|locked).*end/);
  assert.deepEqual(readFileSync(locked.database), before);

  const torn = home();
  await sqlite(torn.database, filled);
  const bytes = readFileSync(torn.database);
  writeFileSync(torn.database, Buffer.concat([bytes.subarray(0, 4096), Buffer.alloc(4096, 7), bytes.subarray(8192)]));
  torn.age();
  const was = readFileSync(torn.database);
  const refused = await torn.scrub();
  assert.equal(refused.code, 1, refused.stderr);
  assert.match(refused.stdout, /left alone .*opencode\.db .*damaged/);
  assert.deepEqual(readFileSync(torn.database), was);
  assert.equal(`${refused.stdout}${refused.stderr}`.includes(token), false);
});
