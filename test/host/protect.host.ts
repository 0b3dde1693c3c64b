import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { join } from "node:path";
import * as vscode from "vscode";
import { agreeing, filesOnDisk, sample, scanned, succeed, uriOf } from "./support.ts";

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
    const { root } = { root: uriOf(".").fsPath };
    const payload = {
      session_id: "s",
      transcript_path: "",
      cwd: root,
      hook_event_name: "PreToolUse",
      tool_name: "Read",
      tool_input: { file_path: join(root, sample.paasToken.file) },
    };
    const hook = join(__dirname, "..", "hook.js");
    const answer = execFileSync(process.execPath, [hook, "claude-code", "PreToolUse"], {
      cwd: root,
      encoding: "utf8",
      env: { ...process.env, ELECTRON_RUN_AS_NODE: "1" },
      input: JSON.stringify(payload),
    });
    assert.match(answer, /"permissionDecision":\s*"deny"/);
    assert.ok(!answer.includes(sample.paasToken.value.reveal()));
  });

  test("restoring gives every file back byte for byte", async () => {
    await agreeing(() => succeed("leastkey.restoreWorkspaceRules"));
    assert.deepEqual(filesOnDisk(), before);
  });
});
