import assert from "node:assert/strict";
import { performance } from "node:perf_hooks";
import * as vscode from "vscode";
import { commandIds } from "../../src/contributions.ts";

suite("activation", () => {
  const extension = vscode.extensions.getExtension("leastkey.leastkey");
  const wasActive = extension?.isActive === true;

  test("starts, and how long it takes", async function () {
    assert.ok(extension);
    const from = performance.now();
    await extension.activate();
    const took = performance.now() - from;
    assert.equal(extension.isActive, true);
    // With the way to the window and back; the UI suite reads the editor's own, finer number.
    if (!wasActive && this.test !== undefined) this.test.title += ` (${took.toFixed(0)} ms)`;
  });

  test("every command of the manifest is there", async () => {
    const known = new Set(await vscode.commands.getCommands(true));
    assert.deepEqual(
      commandIds.filter((id) => !known.has(id)),
      [],
    );
  });
});
