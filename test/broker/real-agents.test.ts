import assert from "node:assert/strict";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { delimiter, dirname, join, resolve } from "node:path";
import test, { after, before } from "node:test";
import { runBounded } from "../../src/platform/boundary-process.ts";
import { type Driver, drivers } from "../../src/platform/lab/drivers.ts";
import { type ModelServer, startModel } from "../../src/platform/lab/model-server.ts";
import { findProgram } from "../../src/platform/lab/session.ts";
import { programs } from "../sample/program.ts";
import { startHttps, type TestServer } from "./https-server.ts";
import { makeUser, newToken, type TestUser } from "./user.ts";

/** Agents' own programs, driven by the lab's scripted model; where they are not installed the test is skipped. */
const agentsFolder = process.env["LEASTKEY_AGENTS"] ?? join(homedir(), ".cache", "leastkey", "agents");
const reference = "leastkey://shop/staging/crm/token";
const production = "leastkey://shop/production/crm/token";
const token = newToken();
const live = newToken();
let user: TestUser;
let server: TestServer;
let model: ModelServer;

before(async () => {
  user = makeUser();
  user.policy(`agents:
  "*":
    role: feature work
    permissions: { crm: [read, write] }
    environments: [staging]
    restrictions: [no-delete]
    grants: { approve: never }
credentials:
  "leastkey://shop/*": { hosts: [crm.shop.test] }
`);
  assert.equal((await user.cli(["vault", "set", reference], token)).code, 0);
  assert.equal((await user.cli(["vault", "set", production], live)).code, 0);
  server = await startHttps(["crm.shop.test"], ({ headers }, response) => {
    response.writeHead(200).end(JSON.stringify({ name: "Ada", sent: headers["authorization"] }));
  });
  writeFileSync(join(user.home, "ca.pem"), server.ca);
  writeFileSync(join(user.shop, ".env"), `CRM_TOKEN=${reference}\n`);
  // The task: a script of the project that needs the staging credential.
  writeFileSync(
    join(user.shop, "count.mjs"),
    `import { createHash } from "node:crypto"; console.log("token " + createHash("sha256").update(process.env.CRM_TOKEN).digest("hex").slice(0, 8), process.env.CRM_TOKEN);\n`,
  );
  model = await startModel();
});
after(async () => {
  await Promise.all([model.close(), server.close()]);
  user.remove();
});

/** How each agent spells the tools of an MCP server, seen in its own requests to the model. */
const spelt: Readonly<Record<string, (tool: string) => string>> = {
  "claude-code": (tool) => `mcp__leastkey__${tool}`,
  opencode: (tool) => `leastkey_${tool}`,
  "copilot-cli": (tool) => `leastkey-${tool}`,
  "qwen-code": (tool) => `mcp__leastkey__${tool}`,
};
const extra: Readonly<Record<string, readonly string[]>> = { "claude-code": ["mcp__leastkey"] };
const chosen = (process.env["LEASTKEY_BROKER_AGENTS"] ?? "claude-code,qwen-code").split(",");

async function drive(driver: Driver, script: Parameters<ModelServer["play"]>[0]): Promise<string> {
  const program = findProgram(driver, { LEASTKEY_AGENTS: agentsFolder });
  assert.ok(program);
  const place = { url: model.url, root: user.shop, userHome: user.home, tmp: dirname(user.home) };
  for (const { path, text } of driver.files(place)) {
    mkdirSync(dirname(join(user.home, path)), { recursive: true });
    writeFileSync(join(user.home, path), text);
  }
  model.play(script, driver.isMain);
  const run = [
    "agent",
    "run",
    "--resolve",
    "crm.shop.test:127.0.0.1",
    "--ca",
    join(user.home, "ca.pem"),
    "--keep",
    "STUB_KEY",
    "--",
  ];
  const end = await runBounded({
    command: process.execPath,
    args: [
      resolve(programs, "cli.js"),
      ...run,
      program.path,
      ...driver.args("go on", false, place),
      ...(extra[driver.agent] ?? []),
    ],
    cwd: user.shop,
    env: {
      ...Object.fromEntries(
        Object.entries(user.env).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
      ),
      PATH: [...program.folders, process.env["PATH"] ?? ""].join(delimiter),
      TERM: "dumb",
      ...driver.env(place),
    },
    timeoutMs: 60_000,
  });
  return `${end.stdout}\n${end.stderr}`;
}

for (const driver of drivers.filter(({ agent }) => chosen.includes(agent))) {
  const name = spelt[driver.agent] ?? ((tool: string) => tool);
  const skip =
    findProgram(driver, { LEASTKEY_AGENTS: agentsFolder }) === undefined
      ? "not installed; npm run lab installs it"
      : false;

  void test(`${driver.agent} does its staging task with credentials it never sees, and is stopped at production`, {
    skip,
  }, async () => {
    const url = `https://crm.shop.test:${String(server.port)}/customers/1`;
    const script = [
      { name: name("list_credentials"), args: {} },
      {
        name: name("run_with_credential"),
        args: {
          command: [process.execPath, "count.mjs"],
          credentials: [{ credential: reference, variable: "CRM_TOKEN" }],
          purpose: "count",
        },
      },
      { name: name("http_request"), args: { credential: reference, method: "GET", url } },
      { name: name("http_request"), args: { credential: reference, method: "DELETE", url } },
      { name: name("http_request"), args: { credential: production, method: "GET", url } },
    ];
    const before = server.received.length;
    const said = await drive(driver, script);
    const { results, rest, asked, tools } = model.seen();
    assert.equal(asked, script.length, `${tools.join(" ")}\n${said.slice(-2_000)}`);
    const seen = [...results.values(), ...rest, said].join("\n");
    assert.equal(seen.includes(token) || seen.includes(live), false, "a value reached the model");
    assert.match(results.get(0) ?? "", /leastkey:\/\/shop\/staging\/crm\/token/);
    assert.match(results.get(1) ?? "", /token [0-9a-f]{8} <concealed by leastkey/);
    assert.match(results.get(2) ?? "", /HTTP 200/);
    assert.match(results.get(3) ?? "", /no-delete/);
    assert.match(results.get(4) ?? "", /reaches staging only/);
    assert.equal(server.received.length, before + 1, "what was refused went out");
    const trail = readFileSync(join(user.home, "lk", "audit", "trail.jsonl"), "utf8");
    assert.match(trail, new RegExp(driver.agent));
  });
}
