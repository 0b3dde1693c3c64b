import { Agent as PlainAgent, request as plainRequest } from "node:http";
import { Agent, request as httpsRequest } from "node:https";
import { createSecureContext, rootCertificates } from "node:tls";
import { connectBroker } from "../../src/broker/broker-client.ts";
import { serveBroker } from "../../src/broker/broker-server.ts";
import { openSession } from "../../src/broker/proxy-session.ts";
import { startReverseProxy } from "../../src/broker/reverse-proxy.ts";
import { createUpstream } from "../../src/broker/upstream.ts";
import { peer, testBroker } from "../broker/fixed-broker.ts";
import { startHttps } from "../broker/https-server.ts";
import { newToken } from "../broker/user.ts";

const reference = "leastkey://shop/staging/crm/token";
const policy = `agents:
  "*": { permissions: { crm: [read, write] }, environments: [staging], grants: { approve: never } }
credentials:
  "${reference}": { hosts: [crm.shop.test] }
`;
const [, , folder = ".", count = "2000"] = process.argv;
const rounds = Number(count);

async function timed(name: string, times: number, once: () => Promise<unknown>): Promise<number> {
  for (let at = 0; at < 50; at++) await once();
  const each: number[] = [];
  const from = performance.now();
  const cpu = process.cpuUsage();
  for (let at = 0; at < times; at++) {
    const start = performance.now();
    await once();
    each.push(performance.now() - start);
  }
  const perSecond = Math.round((times * 1000) / (performance.now() - from));
  const { user, system } = process.cpuUsage(cpu);
  const sorted = each.toSorted((a, b) => a - b);
  const median = sorted[Math.floor(times / 2)] ?? 0;
  const high = sorted[Math.floor(times * 0.95)] ?? 0;
  console.log(
    `${name.padEnd(34)} median ${median.toFixed(2)} ms   95 % ${high.toFixed(2)} ms   ${String(perSecond)} a second   ${((user + system) / 1000 / times).toFixed(2)} ms of CPU each`,
  );
  return median;
}

function read(request: ReturnType<typeof plainRequest>): Promise<void> {
  return new Promise((resolve, reject) => {
    request.once("error", reject);
    request.once("response", (response) => {
      if (response.statusCode !== 200) reject(new Error(`status ${String(response.statusCode)}`));
      response.resume().once("end", resolve);
    });
    request.end();
  });
}

async function main(): Promise<void> {
  const token = newToken();
  const server = await startHttps(["crm.shop.test"], (_, response) =>
    response.end(JSON.stringify({ rows: "x".repeat(2000) })),
  );
  const { broker, vault } = await testBroker(policy, { [reference]: token });
  const upstream = createUpstream({ pins: new Map([["crm.shop.test", "127.0.0.1"]]), ca: server.ca });
  const [credential] = await broker.list(peer);
  if (credential === undefined) throw new Error("the policy lists nothing");
  const session = openSession({ broker, upstream, peer, credentials: [{ credential, variable: "T" }], open: [] });
  const proxy = await startReverseProxy(session);
  const headers = { authorization: `Bearer ${session.standIns[0]?.text ?? ""}` };
  const agent = new PlainAgent({ keepAlive: true });
  const viaProxy = (): Promise<void> =>
    read(
      plainRequest({
        agent,
        host: "127.0.0.1",
        port: proxy.port,
        path: `/h/crm.shop.test:${String(server.port)}/a`,
        headers,
      }),
    );
  const secure = new Agent({
    keepAlive: true,
    secureContext: createSecureContext({ ca: [...rootCertificates, server.ca] }),
  });
  const directly = (): Promise<void> =>
    read(
      httpsRequest({
        agent: secure,
        host: "127.0.0.1",
        servername: "crm.shop.test",
        port: server.port,
        path: "/a",
        headers: { host: "crm.shop.test" },
      }),
    );

  const served = await serveBroker({
    home: { root: folder },
    broker,
    upstream,
    vault,
    env: process.env,
    marks: [],
    roots: () => [folder],
    rootOf: () => folder,
  });
  const client = await connectBroker({ root: folder }, { cwd: folder, agent: "codex" });
  if (client === undefined) throw new Error("no broker answers");
  await timed("grant, by policy, no human", rounds, () =>
    broker.permit({
      peer,
      credential: reference,
      use: { kind: "http", method: "GET", host: "crm.shop.test", path: "/a" },
    }),
  );
  await timed("tool call over the socket", rounds, () =>
    client.send({ op: "tool", name: "list_credentials", args: {} }),
  );
  const direct = await timed("HTTPS directly", rounds, directly);
  const proxied = await timed("HTTPS through the proxy", rounds, viaProxy);
  console.log(`the proxy adds ${(proxied - direct).toFixed(2)} ms at the median`);
  const from = performance.now();
  await Promise.all(
    Array.from({ length: 16 }, async () => {
      for (let at = 0; at < rounds / 16; at++) await viaProxy();
    }),
  );
  console.log(
    `16 at a time: ${String(Math.round((rounds * 1000) / (performance.now() - from)))} requests a second (client, proxy and server in one process)`,
  );
  client.close();
  await Promise.all([served.close(), proxy.close(), server.close()]);
  upstream.close();
  agent.destroy();
  secure.destroy();
}

void main();
