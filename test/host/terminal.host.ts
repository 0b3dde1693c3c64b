import assert from "node:assert/strict";
import * as vscode from "vscode";
import { eventually, commandRows as rows, sample, scanned, shell } from "./support.ts";

const token = sample.planted.find(({ name }) => name === "GITHUB_TOKEN");

suite("terminal", () => {
  suiteSetup(async function () {
    if (process.platform === "win32") this.skip();
    await scanned();
  });
  suiteTeardown(() => vscode.window.terminals.forEach((terminal) => terminal.dispose()));

  test("a command that carries a token is recorded, its value masked, by nobody known", async () => {
    assert.ok(token);
    const integration = await shell({ name: "mine" });
    integration.executeCommand(`true --header "X-Auth: Bearer ${token.value.reveal()}"`);
    const row = await eventually("the record", () =>
      rows().find(({ command }) => command?.includes("--header") && !command.includes("volumeDelete")),
    );
    assert.ok(!JSON.stringify(rows()).includes(token.value.reveal()), "the trail holds the value");
    assert.equal(row.attribution, "unknown");
    assert.match(row.command ?? "", /Bearer \[GitHub/);
  });

  test("a terminal that carries an agent's mark gives a likely name", async () => {
    const integration = await shell({ name: "agent", env: { CLINE_ACTIVE: "true" } });
    integration.executeCommand("cat .env > /dev/null");
    const row = await eventually("the record", () => rows().find(({ command }) => command?.includes("cat .env")));
    assert.equal(row.attribution, "likely");
    assert.equal(row.agent, "cline");
  });

  test("a harmless command leaves no record", async () => {
    const before = rows().length;
    const integration = await shell({ name: "harmless" });
    const ended = new Promise<void>((done) => {
      const listening = vscode.window.onDidEndTerminalShellExecution(({ execution }) => {
        if (execution.commandLine.value !== "ls demo") return;
        listening.dispose();
        done();
      });
    });
    integration.executeCommand("ls demo");
    await ended;
    await new Promise((done) => setTimeout(done, 1_500));
    assert.equal(rows().length, before);
  });
});
