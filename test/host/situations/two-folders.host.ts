import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import * as vscode from "vscode";
import { leastkeyHome } from "../../../src/platform/home.ts";
import { agreeing, eventually, marksOn, sample, scanned, succeed, talking } from "../support.ts";

suite("two folders", () => {
  const billing = (): vscode.Uri => {
    const found = vscode.workspace.workspaceFolders?.find(({ name }) => name === "billing");
    assert.ok(found, "billing is not open");
    return found.uri;
  };
  const marksThere = (): number =>
    vscode.languages
      .getDiagnostics(vscode.Uri.joinPath(billing(), "pay.ts"))
      .filter(({ source }) => source === "Leastkey").length;

  suiteSetup(scanned);

  test("both are marked, and a setting of one folder holds there alone", async () => {
    await eventually("the mark in the second folder", () => (marksThere() === 1 ? true : undefined));
    const settings = vscode.workspace.getConfiguration("leastkey", billing());
    await settings.update("marks.problems", false, vscode.ConfigurationTarget.WorkspaceFolder);
    await eventually("no mark there", () => (marksThere() === 0 ? true : undefined));
    assert.ok(marksOn(sample.paymentKey.file).length > 0, "the other folder lost its mark");
    await settings.update("marks.problems", undefined, vscode.ConfigurationTarget.WorkspaceFolder);
    await eventually("the mark again", () => (marksThere() === 1 ? true : undefined));
  });

  test("protecting writes into both, and restoring takes it out of both", async () => {
    const rules = (): readonly boolean[] =>
      (vscode.workspace.workspaceFolders ?? []).map(({ uri }) =>
        existsSync(join(uri.fsPath, ".claude", "settings.json")),
      );
    const before = rules();
    await agreeing(() => succeed("leastkey.protectWorkspace"));
    assert.deepEqual(rules(), [true, true]);
    await agreeing(() => succeed("leastkey.restoreWorkspaceRules"));
    assert.deepEqual(rules(), before);
  });

  test("what a newer Leastkey left in the storage is refused with a reason, and stays as it is", async () => {
    await agreeing(() => succeed("leastkey.protectWorkspace"));
    const home = leastkeyHome();
    const files = readdirSync(home.root, { recursive: true, encoding: "utf8" })
      .filter((path) => path.endsWith(".json"))
      .map((path) => join(home.root, path));
    const before = new Map(files.map((path) => [path, readFileSync(path, "utf8")]));
    const newer = (text: string): string => text.replace(/"version":\s*1\b/, '"version":99');
    const changed = files.filter((path) => newer(before.get(path) ?? "") !== before.get(path));
    assert.ok(changed.length > 0, `no file of the storage has a version: ${files.join(", ")}`);
    for (const path of changed) writeFileSync(path, newer(before.get(path) ?? ""));
    try {
      // Which of the two folders is asked; Enter takes the first.
      const talk = await talking({}, () =>
        agreeing(async () => {
          await vscode.commands.executeCommand("leastkey.checkProtection");
          await vscode.commands.executeCommand("leastkey.scanWorkspace");
        }),
      );
      const said = [...talk.errors, ...talk.messages].join("\n");
      assert.doesNotMatch(said, /fault in Leastkey/);
      assert.match(said, /newer/);
      for (const path of changed.filter((one) => !one.includes("cache")))
        assert.match(readFileSync(path, "utf8"), /"version":99/, `${path} was overwritten`);
    } finally {
      for (const path of changed) writeFileSync(path, before.get(path) ?? "");
    }
    await agreeing(() => succeed("leastkey.restoreWorkspaceRules"));
  });

  test("a folder that is closed takes its marks along", async () => {
    const { index } = vscode.workspace.getWorkspaceFolder(billing()) ?? {};
    assert.ok(index !== undefined);
    const uri = vscode.Uri.joinPath(billing(), "pay.ts");
    vscode.workspace.updateWorkspaceFolders(index, 1);
    const left = (): number =>
      vscode.languages.getDiagnostics(uri).filter(({ source }) => source === "Leastkey").length;
    await eventually("the marks' end", () => (left() === 0 ? true : undefined));
    assert.ok(marksOn(sample.paymentKey.file).length > 0);
  });
});
