import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import * as vscode from "vscode";
import {
  agreeing,
  commandRows,
  eventually,
  filesOnDisk,
  sample,
  scanned,
  shell,
  succeed,
  talking,
  uriOf,
} from "./support.ts";

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

  test("an agent that changes the rules or switches hooks off is told of at once, and one click repairs it", async () => {
    const root = uriOf(".").fsPath;
    const settings = join(root, ".claude", "settings.json");
    const local = join(root, ".claude", "settings.local.json");
    const written = readFileSync(settings, "utf8");
    /** As an agent does it: another process, and nothing of the editor's knows of it. */
    const byAgent = (path: string, text: string): void => {
      const program = "require('fs').writeFileSync(process.argv[1], process.argv[2])";
      const child = spawnSync(process.execPath, ["-e", program, path, text], {
        env: { ...process.env, ELECTRON_RUN_AS_NODE: "1" },
      });
      assert.equal(child.status, 0, String(child.stderr));
    };
    const unhooked = written.replace(/"matcher": "\*"/, `"matcher": "Nothing"`);
    assert.notEqual(unhooked, written);
    const attacks = [
      [settings, unhooked, /\.claude\/settings\.json changed: agents may no longer be kept/],
      [local, '{ "model": "opus", "disableAllHooks": true }\n', /"disableAllHooks" switches off every hook of Claude/],
    ] as const;
    for (const [path, text, warning] of attacks) {
      const told: string[] = [];
      const repair = (message: string, buttons: readonly string[]): string | undefined => {
        told.push(message);
        return warning.test(message) ? buttons.find((button) => button === "Repair") : undefined;
      };
      const { errors } = await talking({ button: repair }, async () => {
        byAgent(path, text);
        await eventually(`the warning ${String(warning)}`, () => told.find((message) => warning.test(message)));
        await eventually("the end of the repair", () => told.find((message) => /1 file repaired/.test(message)));
      });
      assert.deepEqual(errors, []);
      assert.equal(readFileSync(settings, "utf8"), written);
    }
    assert.equal(readFileSync(local, "utf8"), '{ "model": "opus" }\n');
    await vscode.workspace.fs.delete(uriOf(".claude/settings.local.json"));
    assert.doesNotMatch((await succeed("leastkey.checkProtection")).join("\n"), /not as protection needs/);
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
