import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import type { ServerResponse } from "node:http";
import { connect as netConnect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import test, { after, before } from "node:test";
import { connect as tlsConnect } from "node:tls";
import { brotliCompressSync, gzipSync } from "node:zlib";
import { type CertificateAuthority, createAuthority } from "../../src/broker/certificate-authority.ts";
import { startInterceptProxy } from "../../src/broker/intercept-proxy.ts";
import type { Listening } from "../../src/broker/listen.ts";
import { openSession, type ProxySession } from "../../src/broker/proxy-session.ts";
import { startReverseProxy } from "../../src/broker/reverse-proxy.ts";
import { createUpstream, type Upstream } from "../../src/broker/upstream.ts";
import { type Ended, run } from "../sample/program.ts";
import { peer, type TestBroker, testBroker } from "./fixed-broker.ts";
import { type Received, startHttps, type TestServer } from "./https-server.ts";
import { newToken } from "./user.ts";

const reference = "leastkey://shop/staging/crm/token";
const policy = `agents:
  "*":
    role: tests
    permissions: { crm: [read, write] }
    environments: [staging]
    restrictions: [no-delete, no-bulk, no-cross-account]
    grants: { ttl: 15m, approve: never }
credentials:
  "${reference}": { hosts: [crm.shop.test] }
`;
const token = newToken();
const folder = mkdtempSync(join(tmpdir(), "lk-proxy-"));
let server: TestServer;
let made: TestBroker;
let upstream: Upstream;
let session: ProxySession;
let authority: CertificateAuthority;
let reverse: Listening;
let forward: Listening;
let standIn = "";

function respond({ url, headers }: Received, response: ServerResponse): void {
  const echo = JSON.stringify({ url, authorization: headers["authorization"] });
  const coded = {
    "/gzip": ["gzip", gzipSync(echo)],
    "/br": ["br", brotliCompressSync(echo)],
    "/zstd": ["zstd", Buffer.from(echo)],
  } as const;
  if (url === "/gzip" || url === "/br" || url === "/zstd") {
    const [encoding, body] = coded[url];
    response.writeHead(200, { "content-encoding": encoding }).end(body);
  } else if (url === "/events") {
    response.writeHead(200, { "content-type": "text/event-stream" });
    // The value is cut in the middle, across two chunks.
    const text = `data: ${String(headers["authorization"])}\n\n`;
    response.write(text.slice(0, 30));
    setTimeout(() => response.end(`${text.slice(30)}data: done\n\n`), 50);
  } else if (url === "/away") response.writeHead(302, { location: `https://elsewhere.test/?k=${token}` }).end();
  else if (url === "/large") {
    response.writeHead(200);
    for (let at = 0; at < 64; at++) response.write(Buffer.alloc(256 * 1024, 0x61 + (at % 26)));
    response.end(token);
  } else response.writeHead(200, { "x-echo": String(headers["authorization"]) }).end(echo);
}

before(async () => {
  server = await startHttps(["crm.shop.test", "other.shop.test"], respond);
  made = await testBroker(policy, { [reference]: token });
  upstream = createUpstream({
    pins: new Map([
      ["crm.shop.test", "127.0.0.1"],
      ["other.shop.test", "127.0.0.1"],
    ]),
    ca: server.ca,
  });
  const [credential] = await made.broker.list(peer);
  assert.ok(credential);
  const credentials = [{ credential: { ...credential, hosts: ["crm.shop.test"] }, variable: "CRM_TOKEN" }];
  session = openSession({ broker: made.broker, upstream, peer, credentials, open: ["other.shop.test"] });
  standIn = session.standIns[0]?.text ?? "";
  authority = await createAuthority();
  reverse = await startReverseProxy(session);
  forward = await startInterceptProxy(session, authority);
  writeFileSync(join(folder, "ca.pem"), authority.pem);
  writeFileSync(join(folder, "both.pem"), authority.pem + server.ca);
});
after(async () => {
  await Promise.all([reverse.close(), forward.close(), server.close()]);
  upstream.close();
  rmSync(folder, { recursive: true, force: true });
});

const last = (): Received | undefined => server.received.at(-1);
const base = (host = "crm.shop.test"): string =>
  `http://127.0.0.1:${String(reverse.port)}/h/${host}:${String(server.port)}`;
const auth = (value = standIn): Record<string, string> => ({ authorization: `Bearer ${value}` });

async function get(
  path: string,
  init: RequestInit = { headers: auth() },
): Promise<{ status: number; text: string; headers: Headers }> {
  const answer = await fetch(`${base()}${path}`, { redirect: "manual", ...init });
  const text = await answer.text();
  assert.equal(text.includes(token), false, "a value came back");
  assert.equal(JSON.stringify([...answer.headers]).includes(token), false, "a value came back in a header");
  return { status: answer.status, text, headers: answer.headers };
}

void test("by base URL: the credential goes out, its echo does not come back", async () => {
  const { status, text, headers } = await get("/v1/customers?x=1");
  assert.equal(status, 200);
  assert.equal(last()?.headers["authorization"], `Bearer ${token}`);
  assert.equal(last()?.url, "/v1/customers?x=1");
  assert.match(text, /concealed by leastkey/);
  assert.match(headers.get("x-echo") ?? "", /concealed by leastkey/);
});

for (const path of ["/gzip", "/br", "/events"]) {
  void test(`by base URL: ${path} is searched`, async () => {
    const { status, text } = await get(path);
    assert.equal(status, 200);
    assert.match(text, /concealed by leastkey/);
  });
}

void test("by base URL: an enormous answer streams through, its end searched", async () => {
  const { text } = await get("/large");
  assert.equal(text.length, 64 * 256 * 1024 + `<concealed by leastkey: ${reference}>`.length);
});

const refused: readonly (readonly [string, number, () => Promise<{ status: number; text: string }>, RegExp])[] = [
  ["a coding that cannot be undone", 502, () => get("/zstd"), /cannot be looked into/],
  ["a redirect to another host", 502, () => get("/away"), /another host/],
  ["no stand-in", 401, () => get("/v1", {}), /no stand-in/],
  [
    "a wrong stand-in",
    401,
    () => get("/v1", { headers: auth(`${standIn}x`.replace("leastkey", "leastkey0")) }),
    /no stand-in/,
  ],
  [
    "a page of a browser",
    421,
    () => get("/v1", { headers: { ...auth(), origin: "https://evil.test" } }),
    /not the address/,
  ],
  ["deleting under no-delete", 403, () => get("/v1/customers/1", { method: "DELETE", headers: auth() }), /no-delete/],
  [
    "another account by a header",
    403,
    () => get("/v1/charges", { headers: { ...auth(), "stripe-account": "acct_1" } }),
    /no-cross-account/,
  ],
  ["many at once", 403, () => get("/things/_bulk", { method: "POST", headers: auth(), body: "x" }), /no-bulk/],
  [
    "a GraphQL mutation that destroys, compressed",
    415,
    () =>
      get("/graphql", {
        method: "POST",
        headers: { ...auth(), "content-type": "application/json", "content-encoding": "gzip" },
        body: gzipSync("{}"),
      }),
    /compressed/,
  ],
  [
    "a GraphQL body of 2 MiB",
    413,
    () =>
      get("/graphql", {
        method: "POST",
        headers: { ...auth(), "content-type": "application/json" },
        body: "x".repeat(2 * 1024 * 1024),
      }),
    /too large/,
  ],
];
for (const [name, status, act, expected] of refused) {
  void test(`by base URL, refused: ${name}`, async () => {
    const before = server.received.length;
    const answer = await act();
    assert.equal(answer.status, status, answer.text);
    assert.match(answer.text, expected);
    assert.match(answer.text, /"hint":"\S/);
    if (status !== 502) assert.equal(server.received.length, before, "it went out all the same");
  });
}

void test("by base URL, refused: a host that no credential is for, and the metadata address", async () => {
  for (const host of ["other.shop.test", "2852039166", "[::ffff:a9fe:a9fe]", "evil.test"]) {
    const answer = await fetch(`http://127.0.0.1:${String(reverse.port)}/h/${host}/`, { headers: auth() });
    assert.equal(answer.status, 401, host);
  }
});

const proxyUrl = (secret = session.token): string => `http://leastkey:${secret}@127.0.0.1:${String(forward.port)}`;

function proxied(extra: NodeJS.ProcessEnv = {}): NodeJS.ProcessEnv {
  const ca = join(folder, "ca.pem");
  return {
    PATH: process.env["PATH"],
    HOME: process.env["HOME"],
    HTTPS_PROXY: proxyUrl(),
    https_proxy: proxyUrl(),
    CURL_CA_BUNDLE: ca,
    ...extra,
  };
}

const curl = (args: readonly string[], env = proxied()): Promise<Ended> => run("curl", ["-s", "-S", ...args], { env });
const holdings: readonly (readonly [string, () => Promise<Ended>, RegExp])[] = [
  ["a host that is not open", () => curl(["https://evil.test/"]), /403/],
  [
    "another session's proxy",
    () =>
      curl(
        ["https://crm.shop.test/"],
        proxied({ HTTPS_PROXY: proxyUrl("0".repeat(48)), https_proxy: proxyUrl("0".repeat(48)) }),
      ),
    /407/,
  ],
  ["the metadata address in decimal", () => curl(["https://2852039166/"]), /403/],
  [
    "another Host than the connection's",
    () =>
      curl([
        "-i",
        "-H",
        "Host: evil.test",
        "-H",
        `Authorization: Bearer ${standIn}`,
        `https://crm.shop.test:${String(server.port)}/lied`,
      ]),
    /421/,
  ],
  [
    "deleting",
    () =>
      curl([
        "-X",
        "DELETE",
        "-H",
        `Authorization: Bearer ${standIn}`,
        `https://crm.shop.test:${String(server.port)}/lied`,
      ]),
    /no-delete/,
  ],
];
for (const [name, act, expected] of holdings) {
  void test(`by placeholder, refused: ${name}`, async () => {
    const { stdout, stderr } = await act();
    assert.match(`${stdout}${stderr}`, expected);
    assert.equal(
      server.received.some(({ url }) => url === "/lied"),
      false,
    );
  });
}

void test("by placeholder, refused: SNI that differs from the connection's host", async () => {
  const socket = netConnect(forward.port, "127.0.0.1");
  const host = `crm.shop.test:${String(server.port)}`;
  const basic = Buffer.from(`leastkey:${session.token}`).toString("base64");
  socket.write(`CONNECT ${host} HTTP/1.1\r\nHost: ${host}\r\nProxy-Authorization: Basic ${basic}\r\n\r\n`);
  await new Promise((resolve) => socket.once("data", resolve));
  const failed = await new Promise<string>((resolve) => {
    const secured = tlsConnect({ socket, servername: "evil.test", rejectUnauthorized: false }, () =>
      resolve("connected"),
    );
    secured.on("error", (error: Error) => resolve(error.message));
    secured.on("close", () => resolve("closed"));
  });
  assert.notEqual(failed, "connected");
  socket.destroy();
});

void test("an open host is passed through unread, and a stand-in there stays a stand-in", async () => {
  const env = proxied({ CURL_CA_BUNDLE: join(folder, "both.pem") });
  const ended = await curl(
    ["-H", `Authorization: Bearer ${standIn}`, `https://other.shop.test:${String(server.port)}/open`],
    env,
  );
  assert.equal(ended.code, 0, ended.stderr);
  assert.equal(last()?.headers["authorization"], `Bearer ${standIn}`);
});

void test("each kind of use is on the trail once, and counted", () => {
  const uses = made.events.filter(({ action, outcome }) => action === "reference.run" && outcome === "allowed");
  assert.ok(uses.some(({ command }) => command === "GET https://crm.shop.test/v1/customers"));
  assert.equal(JSON.stringify(made.events).includes(token), false);
});
