import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import test, { after, before } from "node:test";
import { Client } from "@modelcontextprotocol/sdk/client/index.js";
import { StdioClientTransport } from "@modelcontextprotocol/sdk/client/stdio.js";
import * as v from "valibot";
import { rowOf } from "../../src/audit/read.ts";
import { programs } from "../sample/program.ts";
import { startHttps, type TestServer } from "./https-server.ts";
import { makeUser, newToken, type TestUser } from "./user.ts";

const reference = "leastkey://shop/staging/crm/token";
const token = newToken();
let user: TestUser;
let server: TestServer;
let client: Client;
let transport: StdioClientTransport;

before(async () => {
  user = makeUser();
  user.policy(`agents:
  "*":
    role: tests
    permissions: { crm: [read, write] }
    environments: [staging]
    restrictions: [no-delete]
    grants: { ttl: 15m, approve: never }
credentials:
  "leastkey://shop/staging/crm/*": { hosts: [crm.shop.test] }
`);
  assert.equal((await user.cli(["vault", "set", reference], token)).code, 0);
  assert.equal((await user.cli(["vault", "set", "leastkey://shop/production/crm/token"], newToken())).code, 0);
  server = await startHttps(["crm.shop.test"], ({ url, headers }, response) => {
    if (url === "/moved") response.writeHead(302, { location: `https://elsewhere.test/?t=${token}` }).end();
    else response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify({ url, sent: headers }));
  });
  writeFileSync(join(user.home, "ca.pem"), server.ca);
  transport = new StdioClientTransport({
    command: process.execPath,
    args: [
      resolve(programs, "cli.js"),
      "mcp",
      "--resolve",
      "crm.shop.test:127.0.0.1",
      "--ca",
      join(user.home, "ca.pem"),
    ],
    cwd: user.shop,
    env: Object.fromEntries(
      Object.entries({ ...user.env, AI_AGENT: "claude-code" }).flatMap(([k, x]) => (x === undefined ? [] : [[k, x]])),
    ),
    stderr: "pipe",
  });
  client = new Client({ name: "test", version: "1" });
  await client.connect(transport);
});
after(async () => {
  await client.close();
  await server.close();
  user.remove();
});

const content = v.object({ content: v.array(v.object({ text: v.string() })), isError: v.optional(v.boolean()) });

async function call(name: string, args: Record<string, unknown>): Promise<{ text: string; isError: boolean }> {
  const answer = v.parse(content, await client.callTool({ name, arguments: args }));
  const text = answer.content.map((one) => one.text).join("\n");
  assert.equal(text.includes(token), false, "a value came to the model");
  return { text, isError: answer.isError === true };
}

void test("the tools are listed, with their limits", async () => {
  const { tools } = await client.listTools();
  assert.deepEqual(
    tools.map(({ name }) => name),
    ["list_credentials", "run_with_credential", "http_request", "request_access"],
  );
});

void test("names and labels are listed, of the environments that the passport reaches alone", async () => {
  const { text } = await call("list_credentials", {});
  assert.match(text, /leastkey:\/\/shop\/staging\/crm\/token/);
  assert.doesNotMatch(text, /production/);
});

void test("a command gets the credential, and its output is masked in every spelling", async () => {
  const script = `const t = process.env.CRM_TOKEN; console.log("got", t.length, t, Buffer.from(t).toString("base64")); console.error(encodeURIComponent(t)); process.exit(process.env.LEASTKEY_PASSPHRASE ? 9 : 3)`;
  const command = [process.execPath, "-e", script];
  const { text, isError } = await call("run_with_credential", {
    command,
    credentials: [{ credential: reference, variable: "CRM_TOKEN" }],
  });
  assert.equal(isError, true);
  assert.match(text, /exit code 3/);
  assert.match(text, new RegExp(`got ${String(token.length)} <concealed by leastkey`));
  assert.equal(text.includes(Buffer.from(token).toString("base64")), false);
});

void test("a request carries the credential in its header, and the answer's echo of it is masked", async () => {
  const url = `https://crm.shop.test:${String(server.port)}/customers?limit=1`;
  const { text } = await call("http_request", { credential: reference, method: "GET", url });
  assert.match(text, /^HTTP 200/);
  assert.equal(server.received.at(-1)?.headers["authorization"], `Bearer ${token}`);
  assert.match(text, /Bearer <concealed by leastkey/);
});

void test("a redirect is told, not followed, and its address is masked", async () => {
  const before = server.received.length;
  const url = `https://crm.shop.test:${String(server.port)}/moved`;
  const { text } = await call("http_request", { credential: reference, method: "GET", url });
  assert.match(text, /^HTTP 302/);
  assert.match(text, /location: https:\/\/elsewhere\.test\/\?t=<concealed/);
  assert.equal(server.received.length, before + 1);
});

void test("the trail tells what was listed, and how each use ended: exit code or status, and how long", async () => {
  const lines = readFileSync(join(user.leastkeyHome, "audit", "trail.jsonl"), "utf8")
    .trim()
    .split("\n");
  const rows = lines.flatMap((line) => rowOf(line) ?? []);
  const listed = rows.find(({ tool }) => tool === "leastkey: list_credentials");
  assert.deepEqual(listed?.credentials, [reference]);
  const ended = rows.filter(({ action, durationMs }) => action === "reference.run" && durationMs !== undefined);
  assert.deepEqual(
    ended.map(({ outcome, exitCode, reason, agent }) => [outcome, exitCode, reason, agent]),
    [
      ["failed", 3, undefined, "claude-code"],
      ["done", undefined, "HTTP 200", "claude-code"],
      ["done", undefined, "HTTP 302", "claude-code"],
    ],
  );
});

const refusals: readonly (readonly [string, string, Record<string, unknown>, RegExp])[] = [
  [
    "another host",
    "http_request",
    { credential: reference, method: "GET", url: "https://evil.test/" },
    /label names other hosts|does not name this host/,
  ],
  [
    "plain http",
    "http_request",
    { credential: reference, method: "GET", url: "http://crm.shop.test/" },
    /no https address/,
  ],
  [
    "deleting, under no-delete",
    "http_request",
    { credential: reference, method: "DELETE", url: "https://crm.shop.test/customers/1" },
    /no-delete/,
  ],
  [
    "another environment",
    "http_request",
    { credential: "leastkey://shop/production/crm/token", method: "GET", url: "https://crm.shop.test/" },
    /reaches staging only/,
  ],
  [
    "its own authorization",
    "http_request",
    { credential: reference, method: "GET", url: "https://crm.shop.test/", headers: { Authorization: "x" } },
    /not yours to set/,
  ],
  [
    "another Host",
    "http_request",
    { credential: reference, method: "GET", url: "https://crm.shop.test/", headers: { Host: "evil.test" } },
    /not yours to set/,
  ],
  [
    "a variable that steers programs",
    "run_with_credential",
    { command: ["true"], credentials: [{ credential: reference, variable: "LD_PRELOAD" }] },
    /no variable for a credential/,
  ],
  ["an unknown argument", "run_with_credential", { command: ["true"], credentials: [], shell: true }, /do not fit/],
  [
    "what the vault does not hold",
    "http_request",
    { credential: "leastkey://shop/staging/crm/other", method: "GET", url: "https://crm.shop.test/" },
    /holds nothing/,
  ],
  ["no such tool", "reveal", {}, /there is no tool/],
];
for (const [name, tool, args, expected] of refusals) {
  void test(`refused with a way forward: ${name}`, async () => {
    const { text, isError } = await call(tool, args);
    assert.equal(isError, true, text);
    assert.match(text, expected);
    assert.match(text, /\nhint: \S/);
  });
}

void test("each use is on the trail, with its agent, and no value", () => {
  const trail = readFileSync(join(user.leastkeyHome, "audit", "trail.jsonl"), "utf8");
  assert.equal(trail.includes(token), false);
  assert.match(trail, /GET https:\/\/crm\.shop\.test\/customers/);
  assert.match(trail, /claude-code/);
  assert.match(trail, /no-delete/);
});
