import assert from "node:assert/strict";
import * as vscode from "vscode";
import { agreeing, filesOnDisk, onDisk, open, sample, talking } from "../support.ts";

suite("a storage that cannot be written", () => {
  const { file, line } = sample.paymentKey;

  test("the commands say that it cannot be written, and what to do", async () => {
    await open(file, line);
    for (const command of ["leastkey.scanWorkspace", "leastkey.protectWorkspace", "leastkey.moveSecretToVault"]) {
      const talk = await talking({}, () =>
        agreeing(async () => {
          await vscode.commands.executeCommand(command);
        }),
      );
      const said = [...talk.errors, ...talk.messages].join("\n");
      assert.doesNotMatch(said, /fault in Leastkey/, `${command}: ${said}`);
      assert.ok(talk.errors.length > 0, `${command} told of no failure: ${said}`);
      assert.match(talk.errors.join(), /leastkey/i);
    }
  });

  test("nothing was half done: every file is as it was", () => {
    assert.ok(onDisk(file).includes(sample.paymentKey.value.reveal()));
    assert.deepEqual(
      [...filesOnDisk().keys()].filter((path) => path.startsWith(".claude/")),
      [],
    );
  });
});
