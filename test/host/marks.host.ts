import assert from "node:assert/strict";
import * as vscode from "vscode";
import { eventually, marksOn, onDisk, open, sample, scanned, succeed, uriOf } from "./support.ts";

const shown = sample.planted.filter(({ tier }) => tier !== "weak");

suite("marks", () => {
  suiteSetup(scanned);
  teardown(async () => {
    await vscode.commands.executeCommand("workbench.action.revertAndCloseActiveEditor");
  });

  test("every planted secret is marked on its line, as information", () => {
    for (const { file, line } of shown) {
      const mark = marksOn(file).find(({ range }) => range.start.line === line - 1);
      assert.ok(mark, `${file}:${String(line)} has no mark`);
      assert.equal(mark.severity, vscode.DiagnosticSeverity.Information);
    }
  });

  test("no mark, hover or code action holds a value", async () => {
    for (const { file, value } of sample.planted) {
      const document = await vscode.workspace.openTextDocument(uriOf(file));
      const at = document.positionAt(document.getText().indexOf(value.reveal()) + 1);
      const hovers = await hoversAt(document.uri, at);
      const actions = await actionsAt(document.uri, new vscode.Range(at, at));
      const said = JSON.stringify([marksOn(file), hovers, actions.map(({ title, command }) => [title, command])]);
      assert.ok(!said.includes(value.reveal()), `a value of ${file} is shown`);
    }
  });

  test("the hover tells what the payment key can do and what to do about it", async () => {
    const { file, value } = sample.paymentKey;
    const { document } = await open(file);
    const text = await hoversAt(document.uri, document.positionAt(document.getText().indexOf(value.reveal()) + 1));
    assert.match(text, /Stripe/);
    assert.match(text, /production/);
    assert.match(text, /command:leastkey\.moveSecretToVault/);
  });

  test("the lightbulb prefers moving it, then explains and ignores", async () => {
    const { file, line } = sample.paymentKey;
    const { document } = await open(file, line);
    const actions = await actionsAt(document.uri, document.lineAt(line - 1).range);
    const ours = actions.filter(({ command }) => command?.command.startsWith("leastkey."));
    const kinds = ours.filter(({ kind }) => kind?.value === vscode.CodeActionKind.QuickFix.value);
    assert.deepEqual(
      kinds.map(({ command }) => command?.command),
      ["leastkey.moveSecretToVault", "leastkey.explainFinding", "leastkey.ignoreFinding"],
    );
    assert.equal(kinds[0]?.isPreferred, true);
  });

  test("a key that is typed is marked, and the mark goes when it is deleted", async () => {
    const editor = await open("README.md");
    const before = marksOn("README.md").length;
    const line = `const key = "${sample.paymentKey.value.reveal()}";\n`;
    await editor.edit((edit) => edit.insert(new vscode.Position(0, 0), line));
    await eventually("the mark", () => (marksOn("README.md").length === before + 1 ? true : undefined));
    await vscode.commands.executeCommand("undo");
    await eventually("the mark's end", () => (marksOn("README.md").length === before ? true : undefined));
    assert.equal(editor.document.getText(), onDisk("README.md"));
  });

  test("ignoring writes a comment with the rule, the mark goes, undo brings both back", async () => {
    const { file, line } = sample.paymentKey;
    const { document } = await open(file, line);
    const rule = marksOn(file)[0]?.code;
    assert.ok(typeof rule === "string");
    await succeed("leastkey.ignoreFinding");
    assert.match(document.lineAt(line - 1).text, new RegExp(`^// leastkey:allow ${rule} `));
    await eventually("the mark's end", () => (marksOn(file).length === 0 ? true : undefined));
    await vscode.commands.executeCommand("undo");
    await eventually("the mark", () => (marksOn(file).length === 1 ? true : undefined));
    assert.equal(document.getText(), onDisk(file));
  });

  test("a key in an unsaved document is marked", async () => {
    const content = `token = "${sample.paymentKey.value.reveal()}"\n`;
    const document = await vscode.workspace.openTextDocument({ language: "python", content });
    await vscode.window.showTextDocument(document);
    const found = await eventually("the mark", () =>
      vscode.languages.getDiagnostics(document.uri).find(({ source }) => source === "Leastkey"),
    );
    assert.equal(document.getText(found.range), sample.paymentKey.value.reveal());
  });

  test("settings are obeyed at once: no problems, then problems again", async () => {
    const { file } = sample.paymentKey;
    const settings = vscode.workspace.getConfiguration("leastkey", uriOf(file));
    await settings.update("marks.problems", false, vscode.ConfigurationTarget.Global);
    await eventually("no mark", () => (marksOn(file).length === 0 ? true : undefined));
    await settings.update("marks.problems", undefined, vscode.ConfigurationTarget.Global);
    await eventually("the mark", () => (marksOn(file).length === 1 ? true : undefined));
  });
});

async function hoversAt(uri: vscode.Uri, at: vscode.Position): Promise<string> {
  const hovers = await vscode.commands.executeCommand<vscode.Hover[]>("vscode.executeHoverProvider", uri, at);
  return hovers
    .flatMap(({ contents }) => contents)
    .map((content) => (typeof content === "string" ? content : content.value))
    .join("\n");
}

function actionsAt(uri: vscode.Uri, range: vscode.Range): Thenable<vscode.CodeAction[]> {
  return vscode.commands.executeCommand<vscode.CodeAction[]>("vscode.executeCodeActionProvider", uri, range);
}
