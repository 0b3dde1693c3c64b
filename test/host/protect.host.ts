import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import * as vscode from "vscode";
import { agreeing, commandRows, eventually, filesOnDisk, sample, scanned, shell, succeed, uriOf } from "./support.ts";

suite("protect", () => {
  suiteSetup(scanned);
  const before = new Map<string, string>();

  test("writes rules and hooks after the plan is agreed to", async () => {
    for (const [path, text] of filesOnDisk()) before.set(path, text);
    const said = await agreeing(() => succeed("leastkey.protectWorkspace"));
    assert.match(said.join("\n"), /\d+ files written/);
    const written = filesOnDisk();
    for (const path of [".claude/settings.json", ".cursorignore", ".gemini/settings.json", ".github/hooks"]) {
      assert.ok(
        [...written.keys()].some((name) => name.startsWith(path)),
        `${path} is missing`,
      );
    }
  });

  test("the check finds it right, until a rule is changed", async () => {
    assert.doesNotMatch((await succeed("leastkey.checkProtection")).join("\n"), /not as protection needs/);
    const rules = uriOf(".cursorignore");
    const text = await vscode.workspace.fs.readFile(rules);
    await vscode.workspace.fs.writeFile(rules, new TextEncoder().encode("# emptied\n"));
    assert.match((await succeed("leastkey.checkProtection")).join("\n"), /\.cursorignore/);
    await vscode.workspace.fs.writeFile(rules, text);
  });

  test("the hook that was written refuses to read the stray script", () => {
    const root = uriOf(".").fsPath;
    const payload = {
      session_id: "s",
      transcript_path: "",
      cwd: root,
      hook_event_name: "PreToolUse",
      tool_name: "Read",
      tool_input: { file_path: join(root, sample.paasToken.file) },
    };
    const hook = join(__dirname, "..", "hook.js");
    const { status, stdout, stderr } = spawnSync(process.execPath, [hook, "claude-code", "PreToolUse"], {
      cwd: root,
      encoding: "utf8",
      env: { ...process.env, ELECTRON_RUN_AS_NODE: "1" },
      input: JSON.stringify(payload),
    });
    assert.equal(status, 2, `${stdout}${stderr}`);
    assert.match(stderr, /volume-resize\.sh/);
    assert.ok(!`${stdout}${stderr}`.includes(sample.paasToken.value.reveal()));
  });

  test("a terminal command with the bare token of the incident is recorded with its credential, not its value", async function () {
    if (process.platform === "win32") this.skip();
    const token = sample.paasToken.value.reveal();
    const integration = await shell({ name: "incident" });
    integration.executeCommand(`true --header "Authorization: Bearer ${token}" --data volumeDelete`);
    const row = await eventually("the record", () =>
      commandRows().find(({ command }) => command?.includes("volumeDelete")),
    );
    assert.ok(!JSON.stringify(commandRows()).includes(token), "the trail holds the value");
    assert.equal(row.attribution, "unknown");
    assert.ok(row.credentials.length > 0);
    vscode.window.terminals.forEach((terminal) => terminal.dispose());
  });

  test("restoring gives every file back byte for byte", async () => {
    await agreeing(() => succeed("leastkey.restoreWorkspaceRules"));
    assert.deepEqual(filesOnDisk(), before);
  });
});
