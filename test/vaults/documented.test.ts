import assert from "node:assert/strict";
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type IncomingMessage } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import test, { after, before } from "node:test";
import { LeastkeyError } from "../../src/core/errors.ts";
import { Secret } from "../../src/core/secret.ts";
import { vaultsWith } from "./real-servers.ts";

// CONTRACT FAKES, written from each system's documentation: no registry carries these servers and programs. They hold
// that we send what is documented and read what is documented, and not that the real ones agree.

const token = ["token", "of", "this", "test"].join("-");
const kept = new Map<string, string>();
const leases = new Set<string>();
let address = "";
let failing: { status: number; times: number } | undefined;
let asked = 0;

interface Asked {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly body: Record<string, unknown>;
}
type Reply = readonly [status: number, content: unknown];

const text = (value: unknown): string => (typeof value === "string" ? value : (JSON.stringify(value) ?? ""));
const missing: Reply = [404, { error: "not found" }];
const found = (key: string, shape: (value: string) => unknown): Reply => {
  const value = kept.get(key);
  return value === undefined ? missing : [200, shape(value)];
};
const keep = (key: string, value: unknown, reply: unknown = {}): Reply => {
  kept.set(key, text(value));
  return [200, reply];
};
const drop = (key: string): Reply => (kept.delete(key) ? [200, {}] : missing);

function doppler({ method, path, query, body }: Asked): Reply {
  if (path === "/v3/me") return [200, { type: "service_token" }];
  const key = (name: unknown): string => `doppler/${text(name)}`;
  if (path.endsWith("/secret") && method === "GET")
    return found(key(query.get("name")), (raw) => ({ value: { raw, computed: raw } }));
  if (path.endsWith("/secret") && method === "DELETE") return drop(key(query.get("name")));
  const secrets = body["secrets"];
  assert.ok(typeof secrets === "object" && secrets !== null && body["project"] === "shop" && body["config"] === "prd");
  for (const [name, value] of Object.entries(secrets)) keep(key(name), value);
  return [200, {}];
}

function infisical({ method, path, query, body }: Asked): Reply {
  if (path.endsWith("/universal-auth/login"))
    return body["clientSecret"] === token ? [200, { accessToken: token }] : [401, {}];
  if (path.startsWith("/api/v1/dynamic-secrets/leases")) {
    if (method === "DELETE") return [leases.delete(path.split("/").at(-1) ?? "") ? 200 : 404, {}];
    leases.add("lease-1");
    assert.equal(body["ttl"], "300s");
    return [200, { lease: { id: "lease-1" }, data: { DB_USERNAME: "u1", DB_PASSWORD: "p1" } }];
  }
  const key = `infisical/${query.get("environment") ?? text(body["environment"])}/${path.split("/").at(-1) ?? ""}`;
  if (method === "GET") return found(key, (secretValue) => ({ secret: { secretValue } }));
  if (method === "DELETE") return drop(key);
  if (method === "PATCH" && !kept.has(key)) return missing;
  return keep(key, body["secretValue"]);
}

function azure({ method, path, query, body }: Asked): Reply {
  if (path.endsWith("/oauth2/v2.0/token")) return [200, { access_token: token }];
  assert.equal(query.get("api-version"), "7.4");
  if (method === "GET") return found(`azure${path}`, (value) => ({ value }));
  if (method === "DELETE") return drop(`azure${path}`);
  return keep(`azure${path}`, body["value"]);
}

function gcp({ method, path, query, body }: Asked): Reply {
  const key = (name: string): string => `gcp/${name}`;
  const [, name = "", action] = /\/secrets\/([^/:]+)(?::|\/versions\/latest:)?(\w+)?$/.exec(path) ?? [];
  if (action === "access") return found(key(name), (data) => ({ payload: { data } }));
  if (method === "DELETE") return drop(key(name));
  if (action === "addVersion") {
    const payload = body["payload"];
    return keep(key(name), typeof payload === "object" && payload !== null && "data" in payload ? payload.data : "");
  }
  return [query.get("secretId") === null ? 404 : 200, {}];
}

const services: Readonly<Record<string, (asked: Asked) => Reply>> = { doppler, infisical, azure, gcp };

async function answer(request: IncomingMessage): Promise<Reply> {
  asked++;
  if (failing !== undefined && failing.times-- > 0) return [failing.status, {}];
  const url = new URL(request.url ?? "/", "http://fake");
  const [, service = "", ...rest] = url.pathname.split("/");
  let raw = "";
  for await (const part of request) raw += String(part);
  const isForm = request.headers["content-type"]?.includes("urlencoded") === true;
  const parsed: unknown = raw === "" ? {} : isForm ? Object.fromEntries(new URLSearchParams(raw)) : JSON.parse(raw);
  assert.ok(typeof parsed === "object" && parsed !== null);
  const path = `/${rest.join("/")}`;
  if (!/login|oauth2/.test(path) && request.headers.authorization !== `Bearer ${token}`) return [401, {}];
  return (
    services[service]?.({ method: request.method ?? "", path, query: url.searchParams, body: { ...parsed } }) ?? missing
  );
}

const server = createServer((request, response) => {
  void answer(request).then(
    ([status, content]) =>
      response.writeHead(status, { "Content-Type": "application/json" }).end(JSON.stringify(content)),
    () => response.writeHead(418).end(),
  );
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

const wirings = () => [
  { id: "doppler", reference: "ref+doppler://shop/prd/MAIL_KEY", env: { DOPPLER_TOKEN: token }, settings: {} },
  {
    id: "infisical",
    reference: "ref+infisical://MAIL_KEY?project=p1&environment=prod",
    env: { INFISICAL_UNIVERSAL_AUTH_CLIENT_ID: "c", INFISICAL_UNIVERSAL_AUTH_CLIENT_SECRET: token },
    settings: {},
  },
  {
    id: "azure",
    reference: "ref+azurekeyvault://shopvault/MAIL-KEY",
    env: { AZURE_TENANT_ID: "t", AZURE_CLIENT_ID: "c", AZURE_CLIENT_SECRET: token },
    settings: { "login-address": `${address}/azure` },
  },
  {
    id: "gcp",
    reference: "ref+gcpsecrets://shop-prod/mail-key",
    env: { CLOUDSDK_AUTH_ACCESS_TOKEN: token },
    settings: {},
  },
];

void test("REST vaults, against their documentation: stored, read back, kept, changed, removed, refused", async (t) => {
  for (const { id, reference, env, settings } of wirings()) {
    await t.test(id, async () => {
      const vaults = vaultsWith({ [id]: { ...settings, address: `${address}/${id}` } }, { env });
      const value = Secret.of('line one\nline "two" ü 🙂');
      assert.equal(await vaults.get(reference), undefined);
      await vaults.set(reference, value);
      assert.ok((await vaults.get(reference))?.equals(value));
      const code = (wanted: string) => (error: unknown) => {
        assert.ok(error instanceof LeastkeyError, String(error));
        assert.equal(error.code, wanted, error.message);
        return true;
      };
      await assert.rejects(vaults.set(reference, Secret.of("other")), code("vault.exists"));
      await vaults.set(reference, Secret.of("other"), { overwrite: true });
      assert.equal((await vaults.get(reference))?.reveal(), "other");
      const parts = { project: "shop", environment: "prd", item: "mail", field: "key" };
      assert.equal(vaults.resolves((await vaults.remote(id)).referenceFor(parts)), true);
      failing = { status: 503, times: 2 }; // bounded: two more tries
      assert.equal((await vaults.get(reference))?.reveal(), "other");
      failing = { status: 500, times: 99 };
      asked = 0;
      await assert.rejects(vaults.get(reference), code("vault.unreachable"));
      assert.equal(asked, 3);
      failing = undefined;
      assert.equal(await vaults.remove(reference), true);
      assert.equal(await vaults.remove(reference), false);
    });
  }
});

void test("Infisical, against its documentation: a dynamic secret is made once and given back", async () => {
  const { env } = wirings()[1] ?? { env: {} };
  const vaults = vaultsWith({ infisical: { address: `${address}/infisical` } }, { env, limits: { ttlSeconds: 300 } });
  const reference = "ref+infisical://crm?project=p1&environment=prod&dynamic=true";
  assert.equal((await vaults.get(`${reference}#/DB_USERNAME`))?.reveal(), "u1");
  assert.equal((await vaults.get(`${reference}#/DB_PASSWORD`))?.reveal(), "p1");
  assert.equal(vaults.leases().length, 1);
  assert.deepEqual(await vaults.end(), []);
  assert.equal(leases.size, 0);
});

/** A program that does what the documentation says of op, ksm, bws and pass-cli, and writes down its arguments. */
const program = (state: string): string => `#!${process.execPath}
const fs = require("node:fs"), path = require("node:path");
const name = path.basename(process.argv[1]), args = process.argv.slice(2), state = ${JSON.stringify(state)};
fs.appendFileSync(state + "/argv", JSON.stringify(args) + "\\n");
const file = (item) => state + "/" + encodeURIComponent(item) + ".json";
const fail = (text) => { process.stderr.write(text); process.exit(1); };
const input = () => fs.readFileSync(0, "utf8");
const read = (item) => fs.existsSync(file(item)) ? JSON.parse(fs.readFileSync(file(item), "utf8")) : fail("[ERROR] \\"" + item + "\\" isn't an item");
if (name === "op" && args[0] === "read") {
  const [, item, field] = args[1].slice(5).split("/");
  const found = read(item).fields.find((one) => one.label === field);
  process.stdout.write(found ? found.value : fail("[ERROR] isn't a field, not found"));
} else if (name === "op" && args[1] === "get") process.stdout.write(JSON.stringify(read(args[2])));
else if (name === "op" && args[1] === "create") { const item = JSON.parse(input()); fs.writeFileSync(file(item.title), JSON.stringify(item)); }
else if (name === "op" && args[1] === "edit") { read(args[2]); fs.writeFileSync(file(args[2]), input()); }
else if (name === "op" && args[1] === "delete") fs.unlinkSync(file(args[2]));
else if (name === "ksm") process.stdout.write("value-of-ksm\\n");
else if (name === "pass-cli") fail("Error: not logged in");
else if (name === "bws") process.stdout.write(JSON.stringify({ id: args[2], value: "value-of-bws" }));
`;

void test("vaults with a program, against its documentation; no value stands in an argument", async (t) => {
  const folder = mkdtempSync(join(tmpdir(), "leastkey-op-"));
  const path = process.env["PATH"];
  t.after(() => {
    process.env["PATH"] = path;
    rmSync(folder, { recursive: true, force: true });
  });
  mkdirSync(join(folder, "state"));
  for (const name of ["op", "ksm", "bws", "pass-cli"]) {
    writeFileSync(join(folder, name), program(join(folder, "state")));
    chmodSync(join(folder, name), 0o755);
  }
  process.env["PATH"] = `${folder}:${path ?? ""}`;
  const vaults = vaultsWith({ onepassword: { vault: "Work" }, keeper: {}, bitwarden: {}, "proton-pass": {} });
  const planted = ["planted", "Zx81"].join("-");
  const reference = (await vaults.remote("onepassword")).referenceFor({
    project: "shop",
    environment: "prd",
    item: "mail",
    field: "key",
  });
  assert.equal(reference, "op://Work/shop-prd-mail/key");
  await vaults.set(reference, Secret.of(planted));
  await vaults.set("op://Work/shop-prd-mail/other", Secret.of("second"));
  assert.equal((await vaults.get(reference))?.reveal(), planted);
  const { readFileSync } = await import("node:fs");
  assert.ok(!readFileSync(join(folder, "state", "argv"), "utf8").includes(planted));
  assert.equal(await vaults.remove(reference), true);
  assert.equal(await vaults.get(reference), undefined);
  assert.equal((await vaults.get("keeper://UID/field/password"))?.reveal(), "value-of-ksm");
  assert.equal((await vaults.get("ref+bws://00000000-0000-0000-0000-000000000001"))?.reveal(), "value-of-bws");
  const code = (wanted: string) => (error: unknown) => {
    assert.ok(error instanceof LeastkeyError, String(error));
    assert.equal(error.code, wanted, error.message);
    return true;
  };
  await assert.rejects(vaults.get("pass://vault/item/field"), code("vault.locked"));
  await assert.rejects(vaults.set("keeper://UID/field/password", Secret.of("x")), code("vault.denied"));
  await assert.rejects(vaults.get("keeper://-flag/field/x"), code("reference.invalid"));
  process.env["PATH"] = "/nonexistent";
  await assert.rejects(vaults.get(reference), code("vault.unreachable"));
});

void test("your own command is asked and told by its input and output", async (t) => {
  const folder = mkdtempSync(join(tmpdir(), "leastkey-command-"));
  t.after(() => {
    rmSync(folder, { recursive: true, force: true });
  });
  const script = `#!/bin/sh\nf="${folder}/$(echo "$2" | tr / _)"\ncase $1 in get) [ -e "$f" ] || { echo "not found" >&2; exit 1; }; cat "$f";; set) cat > "$f";; remove) rm "$f";; esac\n`;
  writeFileSync(join(folder, "vault"), script, { mode: 0o755 });
  const vaults = vaultsWith({ command: { program: join(folder, "vault"), writes: "yes" } });
  await vaults.set("command://shop/mail/key", Secret.of("two\nlines"));
  assert.equal((await vaults.get("command://shop/mail/key"))?.reveal(), "two\nlines");
  assert.equal(await vaults.remove("command://shop/mail/key"), true);
  assert.equal(await vaults.get("command://shop/mail/key"), undefined);
});
