import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { join } from "node:path";
import { after, test } from "node:test";
import { fileURLToPath } from "node:url";
import { Client } from "@modelcontextprotocol/sdk/client/index.js";
import { StdioClientTransport } from "@modelcontextprotocol/sdk/client/stdio.js";
import { until, workbenchSuite } from "./workbench.mjs";

const cli = fileURLToPath(new URL("../../dist/cli.js", import.meta.url));
const reference = "leastkey://shop/staging/crm/token";
const token = `tok_${randomBytes(24).toString("hex")}`;
const passphrase = "correct horse battery";
const foreign = /^(?:CLAUDE|AI_AGENT|CODEX|CURSOR|GEMINI|COPILOT|LEASTKEY_)/;
const plain = Object.fromEntries(Object.entries(process.env).filter(([name]) => !foreign.test(name)));

/** A vault with one credential, there before the window opens, so that the window answers agents. */
function prepare(cwd, { leastkeyHome }) {
  const env = { ...plain, LEASTKEY_HOME: leastkeyHome, LEASTKEY_PASSPHRASE: passphrase };
  const { status, stderr } = spawnSync(process.execPath, [cli, "vault", "set", reference], { cwd, env, input: token });
  assert.equal(status, 0, String(stderr));
}

workbenchSuite("the question", { prepare, env: { LEASTKEY_PASSPHRASE: passphrase } }, (bench) => {
  const command = ["node", "-p", "process.env.CRM_TOKEN.length + ' of ' + process.env.CRM_TOKEN"];
  let client;
  /** An agent outside of the editor, which has no passphrase: what it gets, the window gives. */
  const agent = async () => {
    if (client !== undefined) return client;
    const { run, folder } = bench();
    const env = { ...plain, LEASTKEY_HOME: run.leastkeyHome, AI_AGENT: "claude-code" };
    client = new Client({ name: "agent", version: "1" });
    await client.connect(
      new StdioClientTransport({ command: process.execPath, args: [cli, "mcp"], cwd: folder, env, stderr: "ignore" }),
    );
    return client;
  };
  const call = async (name, input) => {
    const answer = await (await agent()).callTool({ name, arguments: input });
    const text = answer.content.map((one) => one.text).join("\n");
    assert.equal(text.includes(token), false, "a value came to the model");
    return { text, isError: answer.isError === true };
  };
  const use = () =>
    call("run_with_credential", {
      command,
      credentials: [{ credential: reference, variable: "CRM_TOKEN" }],
      purpose: "count customers",
    });
  after(async () => await client?.close());

  test("an agent's use is asked about with the literal command; once is once, and never is remembered", async () => {
    const { page, dialogButton, shot } = bench();
    await until(
      async () => {
        const { text, isError } = await call("list_credentials", {});
        return !isError && text.includes(reference);
      },
      "the window's broker",
      60_000,
    );
    const dialog = page.locator(".monaco-dialog-box");
    const first = use();
    await dialog.waitFor();
    const text = await dialog.innerText();
    for (const part of [reference, "count customers", "process.env.CRM_TOKEN.length", "staging", "claude-code"])
      assert.ok(text.includes(part), `${part} is missing in:\n${text}`);
    assert.match(text, /the command can do all that the credential can/);
    const buttons = await dialog.locator(".monaco-button").allInnerTexts();
    for (const label of ["Once", "Never in This Session"]) assert.ok(buttons.includes(label), buttons.join(", "));
    await shot("broker-question");
    await dialogButton("Once");
    const done = await first;
    assert.equal(done.isError, false, done.text);
    assert.match(done.text, new RegExp(`${token.length} of <concealed by leastkey`));
    const second = use();
    await dialog.waitFor(); // once was once
    await dialogButton("Never in This Session");
    assert.match((await second).text, /refused this for the session/);
    const third = await use(); // nobody is asked again
    assert.equal(third.isError, true);
    assert.equal(await dialog.count(), 0);
  });
});
