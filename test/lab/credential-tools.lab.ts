import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import test, { after, before } from "node:test";
import { drivers } from "../../src/platform/lab/drivers.ts";
import { type ModelServer, startModel } from "../../src/platform/lab/model-server.ts";
import type { ScriptedCall } from "../../src/platform/lab/wire.ts";
import { startHttps, type TestServer } from "../broker/https-server.ts";
import { makeUser, newToken, type TestUser } from "../broker/user.ts";
import { programs } from "../sample/program.ts";
import { installed, runAgent } from "./agent.ts";

/**
 * Agents' own programs find our MCP server in the file that `leastkey protect` wrote, and do their staging task through
 * it: a command and a request with a credential that no model sees. The user's broker holds the vault.
 */
const reference = "leastkey://shop/staging/crm/token";
const production = "leastkey://shop/production/crm/token";
const token = newToken();
const live = newToken();
let user: TestUser;
let server: TestServer;
let model: ModelServer;
let broker: ChildProcess;

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
  broker = await startBroker();
});
after(async () => {
  const ended = once(broker, "exit");
  broker.kill("SIGTERM");
  await Promise.all([ended, model.close(), server.close()]);
  user.remove();
});

/** `leastkey broker`, as the user starts it in a terminal of their own; resolves once it answers. */
function startBroker(): Promise<ChildProcess> {
  const args = ["broker", "--resolve", "crm.shop.test:127.0.0.1", "--ca", join(user.home, "ca.pem")];
  const child = spawn(process.execPath, [resolve(programs, "cli.js"), ...args], {
    cwd: user.shop,
    env: user.env,
    stdio: ["ignore", "ignore", "pipe"],
  });
  return new Promise((done, reject) => {
    let said = "";
    child.once("exit", () => reject(new Error(said)));
    child.stderr.setEncoding("utf8").on("data", (text: string) => {
      said += text;
      if (said.includes("answers agents")) done(child);
    });
  });
}

/** How each agent spells the tools of an MCP server, seen in its own requests to the model (2026-11-24). */
const spelt: Readonly<Record<string, (tool: string) => string>> = {
  "claude-code": (tool) => `mcp__leastkey__${tool}`,
  codex: (tool) => `mcp__leastkey/${tool}`,
  "gemini-cli": (tool) => `mcp_leastkey_${tool}`,
  "qwen-code": (tool) => `mcp__leastkey__${tool}`,
  opencode: (tool) => `leastkey_${tool}`,
  "copilot-cli": (tool) => `leastkey-${tool}`,
  "factory-droid": (tool) => `leastkey___${tool}`,
};
/** What its user has to agree to once, in a dialog. */
const agreed: Readonly<Record<string, readonly string[]>> = {
  "claude-code": ["mcp__leastkey", "--settings", '{"enabledMcpjsonServers":["leastkey"]}'],
  codex: ["-c", 'mcp_servers.leastkey.default_tools_approval_mode="approve"'],
};

/** Counts with the credential in its environment, and reads a customer with it. */
const counting = (name: (tool: string) => string): readonly ScriptedCall[] => [
  { name: name("list_credentials"), args: {} },
  {
    name: name("run_with_credential"),
    args: {
      command: [process.execPath, "count.mjs"],
      credentials: [{ credential: reference, variable: "CRM_TOKEN" }],
      purpose: "count",
    },
  },
];
const asked = process.env["LEASTKEY_LAB_AGENTS"]?.split(",");

for (const driver of drivers.filter(({ agent }) => agent in spelt && asked?.includes(agent) !== false)) {
  const name = spelt[driver.agent] ?? ((tool: string) => tool);

  void test(`${driver.agent} does its staging task with credentials it never sees, and is stopped at production`, {
    skip: installed(driver) === undefined ? `${driver.agent} is not installed; npm run lab installs it` : false,
  }, async () => {
    const url = `https://crm.shop.test:${String(server.port)}/customers/1`;
    const script = [
      ...counting(name),
      { name: name("http_request"), args: { credential: reference, method: "GET", url } },
      { name: name("http_request"), args: { credential: reference, method: "DELETE", url } },
      { name: name("http_request"), args: { credential: production, method: "GET", url } },
    ];
    assert.equal((await user.cli(["protect", "--yes", "--agents", driver.agent])).code, 0);
    const received = server.received.length;
    // The broker alone has the passphrase; and Gemini CLI hands on no variable with KEY in its name, LEASTKEY_HOME neither.
    const env = { PATH: user.env["PATH"], HOME: user.env["HOME"] };
    const said = await runAgent(model, driver, { root: user.shop, env, script, more: agreed[driver.agent] ?? [] });
    const { results, rest, tools } = model.seen();
    assert.equal(model.seen().asked, script.length, `${tools.join(" ")}\n${said.slice(-2_000)}`);
    const seen = [...results.values(), ...rest, said].join("\n");
    assert.equal(seen.includes(token) || seen.includes(live), false, "a value reached the model");
    assert.match(results.get(0) ?? "", /leastkey:\/\/shop\/staging\/crm\/token/, tools.join(" "));
    assert.match(results.get(1) ?? "", /token [0-9a-f]{8} <concealed by leastkey/);
    assert.match(results.get(2) ?? "", /HTTP 200/);
    // Copilot CLI tells its model no more of a hook's refusal.
    assert.match(results.get(3) ?? "", /no-delete|Denied by preToolUse hook/);
    assert.match(results.get(4) ?? "", /reaches staging only/);
    assert.equal(server.received.length, received + 1, "what was refused went out");
    const trail = readFileSync(join(user.leastkeyHome, "audit", "trail.jsonl"), "utf8");
    assert.match(trail, new RegExp(driver.agent));
    assert.equal((await user.cli(["unprotect", "--yes"])).code, 0);
  });
}

/** Without `protect`: what `agent run` adds for one session. */
for (const driver of drivers.filter(({ agent }) => agent === "claude-code" || agent === "codex")) {
  void test(`${driver.agent} finds the tools inside agent run, too`, {
    skip: installed(driver) === undefined ? `${driver.agent} is not installed; npm run lab installs it` : false,
  }, async () => {
    const script = counting(spelt[driver.agent] ?? ((tool) => tool));
    const within = [process.execPath, resolve(programs, "cli.js"), "agent", "run", "--keep", "STUB_KEY", "--"];
    const more = agreed[driver.agent] ?? [];
    const said = await runAgent(model, driver, { root: user.shop, env: user.env, script, more, within });
    const { results, rest } = model.seen();
    assert.match(results.get(1) ?? "", /token [0-9a-f]{8} <concealed by leastkey/, said.slice(-2_000));
    assert.equal([...results.values(), ...rest, said].join("\n").includes(token), false, "a value reached the model");
  });
}
