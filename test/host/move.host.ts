import assert from "node:assert/strict";
import * as vscode from "vscode";
import { agreeing, eventually, filesOnDisk, marksOn, onDisk, open, sample, scanned, succeed } from "./support.ts";

const { file, line, value } = sample.paymentKey;

suite("move", () => {
  suiteSetup(scanned);
  suiteTeardown(async () => {
    await vscode.commands.executeCommand("workbench.action.closeAllEditors");
  });

  test("the lightbulb's action moves the key out of every file, and the program still finds it", async () => {
    const { document } = await open(file, line);
    const range = document.lineAt(line - 1).range;
    const actions = await vscode.commands.executeCommand<vscode.CodeAction[]>(
      "vscode.executeCodeActionProvider",
      document.uri,
      range,
    );
    const move = actions.find(({ command, isPreferred }) => isPreferred === true && command !== undefined)?.command;
    assert.equal(move?.command, "leastkey.moveSecretToVault");
    const [said] = await succeed(move.command, move.arguments?.[0]);
    assert.match(said ?? "", /STRIPE_SECRET_KEY is in the .* now and out of the files/);
    assert.match(onDisk(file), /process\.env\.STRIPE_SECRET_KEY/);
    assert.match(onDisk(".env"), /^STRIPE_SECRET_KEY=leastkey:\/\//m);
    assert.match(onDisk(".env.example"), /^STRIPE_SECRET_KEY=/m);
    for (const [path, text] of filesOnDisk()) assert.ok(!text.includes(value.reveal()), `${path} holds the value`);
    await eventually("the mark's end", () => (marksOn(file).length === 0 ? true : undefined));
  });

  test("putting it back gives the source file its old text", async () => {
    const before = sample.paymentKey.value.reveal();
    await agreeing(() => succeed("leastkey.putSecretBack"));
    assert.ok(onDisk(file).includes(before));
    assert.doesNotMatch(onDisk(file), /process\.env\.STRIPE_SECRET_KEY/);
    await eventually("the mark", () => (marksOn(file).length === 1 ? true : undefined));
  });

  test("moving all secrets of a file shows the plan first and leaves references", async () => {
    await open(".env.staging");
    await agreeing(() => succeed("leastkey.moveAllSecretsInFile"));
    const text = onDisk(".env.staging");
    for (const { name, value: moved } of sample.planted.filter((plant) => plant.file === ".env.staging")) {
      assert.ok(!text.includes(moved.reveal()));
      assert.match(text, new RegExp(`^${name}=.*leastkey://`, "m"));
    }
  });
});
