import assert from "node:assert/strict";
import test, { after, before } from "node:test";
import type { Listening } from "../../src/broker/listen.ts";
import { openSession, type ProxySession } from "../../src/broker/proxy-session.ts";
import { startReverseProxy } from "../../src/broker/reverse-proxy.ts";
import { createUpstream, type Upstream } from "../../src/broker/upstream.ts";
import { peer, testBroker } from "./fixed-broker.ts";
import { startHttps, type TestServer } from "./https-server.ts";
import { newToken } from "./user.ts";

/** Names that resolve to this machine, bodies that come in pieces: what a client may say, and where it gets. */
const reference = "leastkey://shop/staging/crm/token";
const token = newToken();
const policy = `agents:
  "*":
    permissions: { crm: [read, write] }
    environments: [staging]
    restrictions: [no-delete]
    grants: { approve: never }
credentials:
  "${reference}": { hosts: [crm.shop.test, localhost] }
`;
let server: TestServer;
let upstream: Upstream;
let session: ProxySession;
let reverse: Listening;

before(async () => {
  server = await startHttps(["crm.shop.test", "localhost"], (_, response) => response.end("{}"));
  const { broker } = await testBroker(policy, { [reference]: token });
  upstream = createUpstream({ pins: new Map([["crm.shop.test", "127.0.0.1"]]), ca: server.ca });
  const [credential] = await broker.list(peer);
  assert.ok(credential);
  const credentials = [{ credential, variable: "CRM_TOKEN" }];
  session = openSession({ broker, upstream, peer, credentials, open: [] });
  reverse = await startReverseProxy(session);
});
after(async () => {
  await Promise.all([reverse.close(), server.close()]);
  upstream.close();
});

const send = async (host: string, path: string, body?: readonly string[]) => {
  const standIn = session.standIns[0]?.text ?? "";
  const headers = { authorization: `Bearer ${standIn}`, "content-type": "application/json" };
  // Handed over as a stream, it goes out in chunks, and nothing says how long it will be.
  const stream =
    body === undefined
      ? {}
      : { method: "POST", duplex: "half" as const, body: ReadableStream.from(body.map((one) => Buffer.from(one))) };
  const url = `http://127.0.0.1:${String(reverse.port)}/h/${host}:${String(server.port)}${path}`;
  const answer = await fetch(url, { headers, ...stream });
  return { status: answer.status, text: await answer.text() };
};

void test("a public name that the resolver leads to this machine gets nothing, although the label names it", async () => {
  const before = server.received.length;
  const { status, text } = await send("localhost", "/rebound");
  assert.equal(status, 502, text);
  assert.match(text, /this machine|loopback|private/);
  assert.equal(server.received.length, before, "it was connected to all the same");
});

void test("a mutation that destroys is seen across chunks, and one that does not goes out", async () => {
  const before = server.received.length;
  const held = await send("crm.shop.test", "/graphql", [
    '{"query":"mutation { vol',
    'umeDelete(volumeId: \\"1\\") { id',
    ' } }"}',
  ]);
  assert.equal(held.status, 403, held.text);
  assert.match(held.text, /no-delete/);
  assert.equal(server.received.length, before);
  const fine = await send("crm.shop.test", "/graphql", ['{"query":"query { cus', 'tomers { id } }"}']);
  assert.equal(fine.status, 200, fine.text);
  assert.equal(server.received.at(-1)?.body, '{"query":"query { customers { id } }"}');
});

void test("an enormous body that nothing has to be read of streams through, byte by byte the same", async () => {
  const parts = Array.from({ length: 40 }, (_, at) => String.fromCharCode(97 + (at % 26)).repeat(100_000));
  const { status } = await send("crm.shop.test", "/upload", parts);
  assert.equal(status, 200);
  assert.equal(server.received.at(-1)?.body, parts.join(""));
});
