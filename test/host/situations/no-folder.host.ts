import assert from "node:assert/strict";
import * as vscode from "vscode";
import { eventually, sample, talking } from "../support.ts";

suite("no folder", () => {
  test("a key in a new document is marked, and the hover says what it is", async () => {
    const content = `token = "${sample.paymentKey.value.reveal()}"\n`;
    const document = await vscode.workspace.openTextDocument({ language: "python", content });
    await vscode.window.showTextDocument(document);
    const found = await eventually("the mark", () =>
      vscode.languages.getDiagnostics(document.uri).find(({ source }) => source === "Leastkey"),
    );
    assert.equal(document.getText(found.range), sample.paymentKey.value.reveal());
  });

  test("what needs a folder says so and what to do, and is no fault", async () => {
    for (const command of [
      "leastkey.scanWorkspace",
      "leastkey.protectWorkspace",
      "leastkey.checkProtection",
      "leastkey.restoreWorkspaceRules",
      "leastkey.moveSecretToVault",
      "leastkey.moveAllSecretsInFile",
      "leastkey.runBoundaryTests",
      "leastkey.openRunbook",
    ]) {
      const talk = await talking({}, async () => {
        await vscode.commands.executeCommand(command);
      });
      const said = [...talk.errors, ...talk.messages].join("\n");
      assert.doesNotMatch(said, /fault in Leastkey|undefined/, command);
      if (command !== "leastkey.openRunbook") assert.match(said, /folder/, `${command}: ${said}`);
    }
  });
});
