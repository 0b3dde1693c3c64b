import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import test, { after, before } from "node:test";
import { LeastkeyError } from "../../src/core/errors.ts";
import { Secret } from "../../src/core/secret.ts";
import type { Limits } from "../../src/vaults/backend.ts";
import { programOf, type Running, startPostgres, vaultsWith } from "./real-servers.ts";

/** A real PostgreSQL that asks everybody but its superuser for a password. */
const skip =
  programOf("initdb") === undefined || programOf("psql") === undefined ? "PostgreSQL is not installed" : false;
const adminPassword = ["admin", "of", "this", "test"].join("-");
let server: Running | undefined;

interface Asked {
  readonly user?: string;
  readonly password?: string;
}

function psql(sql: string, { user = "postgres", password = "" }: Asked = {}): { code: number; out: string } {
  const [host = "", port = ""] = (server?.address ?? "").split(":");
  const args = ["-X", "-q", "-t", "-A", "-w", "-h", host, "-p", port, "-U", user, "-d", "postgres", "-c", sql];
  const env = { ...process.env, PGPASSWORD: password };
  const { status, stdout, stderr } = spawnSync("psql", args, { encoding: "utf8", env });
  return { code: status ?? 1, out: `${stdout}${stderr}`.trim() };
}

before(async () => {
  if (skip !== false) return;
  server = await startPostgres();
  const rules = "host all postgres 127.0.0.1/32 trust\nhost all all 127.0.0.1/32 scram-sha-256\n";
  writeFileSync(psql("SHOW hba_file").out, rules);
  for (const sql of [
    "SELECT pg_reload_conf()",
    `CREATE ROLE admin LOGIN CREATEROLE PASSWORD '${adminPassword}'`,
    "CREATE ROLE reporting",
    "CREATE TABLE orders AS SELECT 42 AS total",
    "GRANT SELECT ON orders TO reporting",
    "GRANT CREATE, USAGE ON SCHEMA public TO reporting",
  ])
    assert.equal(psql(sql).code, 0, sql);
});
after(() => server?.stop());

const opened = (limits: Limits = {}, user = "admin") => {
  const [host = "", port = ""] = (server?.address ?? "").split(":");
  const settings = { host, port, user, database: "postgres", password: adminPassword };
  return vaultsWith({ postgres: settings }, { limits });
};
const refused = (words: RegExp) => (error: unknown) => {
  assert.ok(error instanceof LeastkeyError, String(error));
  assert.match(`${error.code}: ${error.message}; ${error.hint}`, words);
  assert.ok(!`${error.message}${error.hint}`.includes(adminPassword));
  return true;
};
const name = "ref+postgres://reporting#/username";
const word = "ref+postgres://reporting#/password";

void test("a login is made for the command, may what its role may, ends by the server's clock, and is dropped", {
  skip,
}, async () => {
  const vaults = opened({ ttlSeconds: 300 });
  const [user, password] = [(await vaults.get(name))?.reveal() ?? "", (await vaults.get(word))?.reveal() ?? ""];
  assert.deepEqual(
    vaults.leases().map(({ reference, id, seconds }) => [reference, id, seconds]),
    [[name, user, 300]],
    "one login for its two parts",
  );
  assert.equal(psql("SELECT total FROM orders", { user, password }).out, "42");
  assert.notEqual(psql("SELECT 1", { user, password: "another" }).code, 0, "a password is asked for");
  assert.match(psql("DROP TABLE orders", { user, password }).out, /must be owner/);
  const left = psql(
    `SELECT round(extract(epoch FROM rolvaliduntil - now())) BETWEEN 280 AND 300 FROM pg_roles WHERE rolname = '${user}'`,
  );
  assert.equal(left.out, "t");
  assert.equal(psql("CREATE TABLE mine AS SELECT 1 AS n", { user, password }).code, 0);
  assert.deepEqual(await vaults.end(), []);
  assert.equal(psql(`SELECT count(*) FROM pg_roles WHERE rolname = '${user}'`).out, "0", "dropped with the command");
  assert.notEqual(psql("SELECT 1", { user, password }).code, 0);
  assert.equal(psql("SELECT n FROM mine").out, "1", "what it made is kept");
});

void test("a login that is over by its own time opens nothing", { skip }, async () => {
  const vaults = opened({ ttlSeconds: 1 });
  const [user, password] = [(await vaults.get(name))?.reveal() ?? "", (await vaults.get(word))?.reveal() ?? ""];
  psql("SELECT pg_sleep(1.2)");
  assert.match(psql("SELECT 1", { user, password }).out, /password authentication failed/);
  assert.deepEqual(await vaults.end(), []);
});

void test("what is missing is said: the role, the right, a scope that names another role, a wrong password", {
  skip,
}, async () => {
  assert.deepEqual((await (await opened().remote("postgres")).check()).lacks, []);
  await assert.rejects(opened().get("ref+postgres://nobody#/password"), refused(/vault.denied.*no such role/));
  await assert.rejects(opened({ scopes: ["other"] }).get(word), refused(/vault.denied.*--scope reporting/));
  await assert.rejects(opened().get('ref+postgres://x";DROP#/password'), refused(/reference.invalid/));
  await assert.rejects(opened().set(word, Secret.of("x")), refused(/it stores no values/));
  await assert.rejects(opened({}, "stranger").get(word), refused(/vault.locked.*leastkey vault add postgres/));
  psql(`CREATE ROLE weak LOGIN PASSWORD '${adminPassword}'`);
  assert.match((await (await opened({}, "weak").remote("postgres")).check()).lacks[0] ?? "", /CREATEROLE/);
  await assert.rejects(opened({}, "weak").get(word), refused(/vault.denied/));
});
