import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { connect, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import test from "node:test";
import { connectBroker } from "../../src/broker/broker-client.ts";
import { type BrokerServer, serveBroker } from "../../src/broker/broker-server.ts";
import { identify, type PeerEvidence } from "../../src/broker/identify.ts";
import { createUpstream } from "../../src/broker/upstream.ts";
import type { ProcessFacts } from "../../src/platform/process-chain.ts";
import { processChain } from "../../src/platform/process-chain.ts";
import { peersIn } from "../../src/platform/socket-peer.ts";
import { testBroker } from "./fixed-broker.ts";
import { newToken } from "./user.ts";

const base = realpathSync(mkdtempSync(join(tmpdir(), "lk-sock-")));
test.after(() => rmSync(base, { recursive: true, force: true }));
const reference = "leastkey://shop/staging/crm/token";
const policy = `agents:
  "*": { permissions: { crm: [read, write] }, environments: [staging], grants: { approve: never } }
`;
const unix = { skip: process.platform === "win32" ? "named pipes have no file" : false };
const linux = { skip: process.platform === "linux" ? false : "needs /proc" };

async function serving(root: string): Promise<{ server: BrokerServer; home: { root: string } }> {
  const { broker, vault } = await testBroker(policy, { [reference]: newToken() });
  const home = { root };
  const upstream = createUpstream({ pins: new Map(), ca: undefined });
  const marks = [{ agent: "claude-code", marks: ["AI_AGENT=claude-code"] }];
  const server = await serveBroker({
    home,
    broker,
    upstream,
    vault,
    env: process.env,
    marks,
    roots: () => [base],
    rootOf: () => base,
  });
  return { server, home };
}

void test("a client finds the broker, is told who it is taken for, and uses a tool", unix, async () => {
  const { server, home } = await serving(join(base, "one"));
  const client = await connectBroker(home, { cwd: base, agent: "codex" });
  assert.ok(client);
  const reply = await client.send({ op: "tool", name: "list_credentials", args: {} });
  assert.equal(reply.kind, "tool");
  if (reply.kind === "tool") assert.match(reply.text, /leastkey:\/\/shop\/staging\/crm\/token/);
  assert.equal(statSync(server.address).mode & 0o077, 0);
  assert.equal(statSync(join(home.root, "broker")).mode & 0o077, 0);
  client.close();
  await server.close();
  assert.equal(existsSync(server.address), false);
  assert.equal(await connectBroker(home, { cwd: base, agent: undefined }), undefined);
});

void test("a symlinked socket, and a folder that is a link, are refused", unix, async () => {
  const { server, home } = await serving(join(base, "two"));
  const trap = join(base, "trap.sock");
  const listener = createServer().listen(trap);
  await new Promise((resolve) => listener.once("listening", resolve));
  const link = join(home.root, "broker", "1.sock");
  symlinkSync(trap, link);
  writeFileSync(
    join(home.root, "broker", "1.json"),
    JSON.stringify({ version: 1, pid: 1, address: link, roots: [`${base}/deeper`] }),
  );
  const client = await connectBroker(home, { cwd: `${base}/deeper`, agent: undefined });
  assert.ok(client, "the other broker answers");
  client.close();
  await server.close();
  assert.equal(await connectBroker(home, { cwd: `${base}/deeper`, agent: undefined }), undefined);
  listener.close();

  mkdirSync(join(base, "three"));
  mkdirSync(join(base, "elsewhere"));
  symlinkSync(join(base, "elsewhere"), join(base, "three", "broker"));
  await assert.rejects(serving(join(base, "three")), /is a link or no directory/);
  chmodSync(join(base, "elsewhere"), 0o700);
});

const asNobody = { skip: process.getuid?.() === 0 ? false : "needs root, to become somebody else" };
void test("another user of the machine does not get through to the socket", asNobody, async () => {
  const place = join(base, "five");
  const { server } = await serving(place);
  for (const open of [base, place]) chmodSync(open, 0o755); // what keeps them out has to be the broker's own folder
  const script = `require("net").connect(${JSON.stringify(server.address)}).on("connect",()=>{console.log("in");process.exit()}).on("error",(e)=>console.log(e.code))`;
  const as = (uid: number): string =>
    spawnSync(process.execPath, ["-e", script], { uid, gid: uid, cwd: "/", encoding: "utf8", timeout: 2000 }).stdout;
  assert.equal(as(65534).trim(), "EACCES");
  assert.equal(as(0).trim(), "in", "the same script as the owner is let in");
  await server.close();
});

const bad: readonly (readonly [string, Buffer])[] = [
  ["a frame of 4 GiB", Buffer.from([255, 255, 255, 255])],
  ["no JSON", Buffer.concat([Buffer.from([0, 0, 0, 3]), Buffer.from("{a}")])],
  ["an unknown request", frame({ op: "reveal", id: 1 })],
  ["a tool before hello has no peer", frame({ op: "tool", id: 1, name: "list_credentials", args: {} })],
  ["another version", frame({ op: "hello", id: 1, version: 99 })],
];

function frame(message: unknown): Buffer {
  const body = Buffer.from(JSON.stringify(message));
  const head = Buffer.alloc(4);
  head.writeUInt32BE(body.length);
  return Buffer.concat([head, body]);
}

void test("what is no request ends the connection or gets an error, and the broker goes on", unix, async () => {
  const { server, home } = await serving(join(base, "four"));
  for (const [name, bytes] of bad) {
    const socket = connect(server.address);
    const said = await new Promise<string>((resolve) => {
      let all = "";
      socket.on("data", (chunk: Buffer) => {
        all += chunk.toString("utf8");
        resolve(all);
      });
      socket.on("close", () => resolve(all));
      socket.on("error", () => undefined);
      socket.write(bytes);
    });
    assert.doesNotMatch(said, /"kind":"(?:tool|hello)"/, name);
    socket.destroy();
  }
  const client = await connectBroker(home, { cwd: base, agent: undefined });
  assert.ok(client);
  client.close();
  await server.close();
});

const facts = (argv: readonly string[], env: Record<string, string> = {}, pid = 10): ProcessFacts => ({
  pid,
  started: "5",
  argv,
  cwd: "/shop",
  env,
});
const evidence = (over: Partial<PeerEvidence>): PeerEvidence => ({
  chains: undefined,
  told: undefined,
  marks: [{ agent: "claude-code", marks: ["AI_AGENT=claude-code"] }],
  connection: "connection-1",
  cwd: "/told",
  ...over,
});
const people: readonly (readonly [string, Partial<PeerEvidence>, string, string])[] = [
  [
    "its process",
    { chains: [[facts(["node", "/x/cli.js", "mcp"]), facts(["/bin/claude"], {}, 9)]] },
    "claude-code",
    "confirmed",
  ],
  [
    "a script of its package",
    { chains: [[facts(["node", "/n/@google/gemini-cli/bundle/gemini.js"])]] },
    "gemini-cli",
    "confirmed",
  ],
  ["process before mark", { chains: [[facts(["codex"], { AI_AGENT: "claude-code" })]] }, "codex", "confirmed"],
  ["marks alone", { chains: [[facts(["bash"], { AI_AGENT: "claude-code" })]] }, "claude-code", "likely"],
  ["its own word alone", { told: "codex" }, "codex", "likely"],
  ["a socket in two processes", { chains: [[facts(["claude"])], [facts(["bash"])]] }, "unknown", "unknown"],
  ["an argument that names an agent", { chains: [[facts(["grep", "-r", "x", "claude"])]] }, "unknown", "unknown"],
  ["nothing", {}, "unknown", "unknown"],
];
for (const [name, over, agent, certainty] of people) {
  void test(`who it is, by ${name}`, () => {
    const found = identify(evidence(over));
    assert.deepEqual([found.agent, found.certainty], [agent, certainty]);
  });
}

void test("a reused number is another session", () => {
  const one = identify(evidence({ chains: [[facts(["claude"])]] }));
  const two = identify(evidence({ chains: [[{ ...facts(["claude"]), started: "6" }]] }));
  assert.notEqual(one.session, two.session);
});

void test("ss tells the peer of a connection by inode", () => {
  const listing = [
    'u_str ESTAB 0 0 /run/lk.sock 100 * 101 users:(("node",pid=1,fd=20))',
    'u_str ESTAB 0 0 * 101 * 100 users:(("claude",pid=42,fd=3),("sh",pid=43,fd=3))',
  ].join("\n");
  assert.deepEqual(peersIn(listing, "100"), [42, 43]);
  assert.equal(peersIn(listing, "7"), undefined);
});

void test("a process and its parents are read, with when they started", linux, () => {
  const chain = processChain(process.pid);
  assert.equal(chain[0]?.pid, process.pid);
  assert.equal(chain[1]?.pid, process.ppid);
  assert.match(chain[0]?.started ?? "", /^\d+$/);
  assert.ok(readFileSync("/proc/self/stat", "utf8").includes(chain[0]?.started ?? "-"));
});
