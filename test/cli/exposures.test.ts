import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import test from "node:test";
import Ajv from "ajv";
import initSqlJs from "sql.js/dist/sql-asm.js";
import { write } from "../guard/exposures/fake-home.ts";
import { type Ended, leastkey } from "../sample/program.ts";

const base = mkdtempSync(join(tmpdir(), "leastkey-exposed-"));
test.after(() => rmSync(base, { recursive: true, force: true }));

const token = `sk_${"live"}_51${createHash("sha512")
  .update("cli")
  .digest("base64")
  .replaceAll(/[^A-Za-z0-9]/g, "")
  .slice(0, 60)}`;

function user(): { readonly home: string; readonly cli: (...args: readonly string[]) => Promise<Ended> } {
  const home = mkdtempSync(join(base, "home-"));
  const workspace = join(home, "shop");
  mkdirSync(workspace);
  const env = { PATH: process.env["PATH"], HOME: home, LEASTKEY_HOME: join(home, "leastkey"), NO_COLOR: "1" };
  return { home, cli: (...args) => leastkey(["scan", ...args], { cwd: workspace, env }) };
}

void test("scan --exposures: ranked, with the rotation page, as its schema says, without the value", async () => {
  const { home, cli } = user();
  assert.equal((await cli("--exposures")).code, 0);
  write(home, ".codex/history.jsonl", `${JSON.stringify({ ts: 1_767_225_600, text: `use ${token}` })}\n`);
  write(home, "shop/.aider.chat.history.md", `#### key\n${token}\n`);
  const json = await cli("--exposures", "--json");
  assert.equal(json.code, 1, json.stderr);
  const report = JSON.parse(json.stdout) as object;
  const schema = JSON.parse(readFileSync("media/schema/exposures.schema.json", "utf8")) as object;
  const validate = new Ajv({ strict: true, formats: { "date-time": true } }).compile(schema);
  assert.ok(validate(report), JSON.stringify(validate.errors));
  const text = await cli("--exposures");
  assert.match(text.stdout, /1\. .*production/);
  assert.match(text.stdout, /recorded 2 times by aider, codex, since 2026-01-01/);
  assert.match(text.stdout, /https:\/\/dashboard\.stripe\.com\/apikeys/);
  for (const output of [json, text]) assert.equal(`${output.stdout}${output.stderr}`.includes(token), false);
});

void test("scan --exposures --scrub: asks, takes values out of files; a Node without SQLite leaves a database alone and says so", async () => {
  const { home, cli } = user();
  const history = write(home, ".bash_history", `export KEY=${token}\nls\n`);
  const sqlite = await initSqlJs();
  const db = new sqlite.Database();
  db.run("CREATE TABLE part (data TEXT)");
  db.run("INSERT INTO part VALUES (?)", [JSON.stringify({ text: `${"filler ".repeat(2_000)}${token}` })]);
  const database = write(home, ".local/share/opencode/opencode.db", db.export());
  const before = readFileSync(database);

  const refused = await cli("--exposures", "--scrub");
  assert.equal(refused.code, 2);
  assert.match(refused.stderr, /--yes/);
  assert.ok(readFileSync(history).includes(token));

  const scrubbed = await cli("--exposures", "--scrub", "--yes");
  assert.ok(scrubbed.code <= 1, scrubbed.stderr);
  assert.match(readFileSync(history, "utf8"), /^export KEY=LEASTKEY-SCRUBBED-[0-9a-f]{8}\nls\n$/);
  // From 22.13 on Node has SQLite: test/cli/scrub-database.test.ts.
  if (process.getBuiltinModule("node:sqlite") === undefined) {
    assert.match(scrubbed.stdout, /left alone .*opencode\.db.*this Node cannot write databases: scrub from the editor/);
    assert.deepEqual(readFileSync(database), before);
  }
  assert.match(scrubbed.stderr, /unencrypted and for you alone/);
  assert.equal(`${scrubbed.stdout}${scrubbed.stderr}`.includes(token), false);
  const trail = readFileSync(join(home, "leastkey", "audit", "trail.jsonl"), "utf8");
  assert.match(trail, /exposure\.scrub/);
  assert.equal(trail.includes(token), false);
});
