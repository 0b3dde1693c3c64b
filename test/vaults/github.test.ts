import assert from "node:assert/strict";
import { createPublicKey, generateKeyPairSync, verify } from "node:crypto";
import { createServer } from "node:http";
import test, { after, before } from "node:test";
import { LeastkeyError } from "../../src/core/errors.ts";
import type { Limits } from "../../src/vaults/backend.ts";
import { vaultsWith } from "./real-servers.ts";

// A CONTRACT FAKE of GitHub's interface, written from docs.github.com/rest/apps/apps (2026-11): no registry carries the
// server. It holds that we ask for what is documented, and not that GitHub agrees.

const { privateKey, publicKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
const pem = (type: "pkcs1" | "pkcs8"): string => String(privateKey.export({ type, format: "pem" }));
const tokens = new Map<string, unknown>();
let address = "";

function isApp(authorization: string): boolean {
  const [head = "", body = "", mark = ""] = authorization.replace("Bearer ", "").split(".");
  if (mark === "") return false;
  const claims = JSON.parse(Buffer.from(body, "base64url").toString()) as { iat: number; exp: number; iss: string };
  const now = Date.now() / 1000;
  const isInTime = claims.iat <= now - 30 && claims.exp > now && claims.exp - now <= 600;
  const key = createPublicKey(publicKey.export({ type: "spki", format: "pem" }));
  const isSigned = verify("sha256", Buffer.from(`${head}.${body}`), key, Buffer.from(mark, "base64url"));
  return claims.iss === "4242" && isInTime && isSigned;
}

const server = createServer((request, response) => {
  const reply = (status: number, content: unknown = {}): void => {
    response
      .writeHead(status, { "Content-Type": "application/json" })
      .end(status === 204 ? "" : JSON.stringify(content));
  };
  const authorization = request.headers.authorization ?? "";
  let raw = "";
  request.on("data", (part) => (raw += String(part)));
  request.on("end", () => {
    const path = request.url ?? "";
    if (request.method === "DELETE" && path === "/installation/token") {
      reply(tokens.delete(authorization.replace("Bearer ", "")) ? 204 : 401);
    } else if (!isApp(authorization)) reply(401);
    else if (path === "/app") reply(200, { slug: "leastkey-test" });
    else if (path !== "/app/installations/77/access_tokens") reply(404);
    else {
      const asked = JSON.parse(raw) as { permissions: Record<string, string>; repositories?: readonly string[] };
      if (asked.permissions["administration"] !== undefined)
        reply(422); // more than the app has
      else {
        const token = ["ghs", "4242", String(tokens.size).padStart(20, "x")].join("_");
        tokens.set(token, asked);
        reply(201, { token, expires_at: "2026-11-24T17:00:00Z", ...asked });
      }
    }
  });
});
before(
  () =>
    new Promise<void>((resolve) => {
      server.listen(0, "127.0.0.1", () => {
        const at = server.address();
        address = `http://127.0.0.1:${String(typeof at === "object" && at !== null ? at.port : 0)}`;
        resolve();
      });
    }),
);
after(() => server.close());

const opened = (limits: Limits = {}, key = pem("pkcs1")) =>
  vaultsWith({ github: { "app-id": "4242", "private-key": key, address } }, { limits });
const refused = (words: RegExp) => (error: unknown) => {
  assert.ok(error instanceof LeastkeyError, String(error));
  assert.match(`${error.code}: ${error.message}; ${error.hint}`, words);
  return true;
};
const at = (query: string, installation = "77"): string => `ref+githubapp://${installation}?${query}#/token`;

void test("a token for the named repositories and permissions alone, revoked at the end", async () => {
  for (const type of ["pkcs1", "pkcs8"] as const) {
    const vaults = opened({}, pem(type));
    const reference = at("repositories=shop,docs&permissions=contents:read,issues:write");
    const token = (await vaults.get(reference))?.reveal() ?? "";
    assert.equal((await vaults.get(reference))?.reveal(), token, "one token for one reference");
    const asked = { permissions: { contents: "read", issues: "write" }, repositories: ["shop", "docs"] };
    assert.deepEqual(tokens.get(token), asked);
    assert.deepEqual(vaults.leases(), [{ reference, id: "", seconds: 3600 }]);
    assert.deepEqual(await vaults.end(), []);
    assert.equal(tokens.size, 0, "revoked");
  }
});

void test("a scope narrows, and never adds", async () => {
  const vaults = opened({ scopes: ["contents:read", "workflows:write"] });
  const token = (await vaults.get(at("permissions=contents:read,issues:write")))?.reveal() ?? "";
  assert.deepEqual(tokens.get(token), { permissions: { contents: "read" } });
  await assert.rejects(opened({ scopes: ["crm"] }).get(at("permissions=issues:write")), refused(/no --scope is/));
  await vaults.end();
});

void test("what would be too much, or cannot be, is refused with the reason", async () => {
  await assert.rejects(opened().get(at("repositories=shop")), refused(/would have all that the app has/));
  await assert.rejects(opened().get(at("permissions=administration:write")), refused(/vault.denied.*installed there/));
  await assert.rejects(opened().get(at("permissions=contents:read", "78")), refused(/installed there/));
  await assert.rejects(opened().get(at("permissions=contents:all")), refused(/reference.invalid/));
  await assert.rejects(opened({}, "no key at all").get(at("permissions=contents:read")), refused(/no RSA key in PEM/));
  assert.deepEqual((await (await opened().remote("github")).check()).may, ["log in as the app"]);
});
