import assert from "node:assert/strict";
import * as vscode from "vscode";
import { leastkeyHome } from "../../src/platform/home.ts";
import { lastRows } from "../../src/platform/trail-read.ts";
import { agreeing, eventually, onDisk, open, sample, scanned, succeed, talking } from "./support.ts";

const file = ".env.staging";
const planted = sample.planted.filter((plant) => plant.file === file);

/** What a chat in this window gets from one of our tools; no value is ever in it. */
async function invoke(tool: string, input: object): Promise<string> {
  const { content } = await vscode.lm.invokeTool(`leastkey_${tool}`, { input, toolInvocationToken: undefined });
  const text = content.map((part) => (part instanceof vscode.LanguageModelTextPart ? part.value : "")).join("");
  for (const { value } of planted) assert.ok(!text.includes(value.reveal()), `${tool} gave a value`);
  return text;
}

suite("tools of chats", () => {
  let reference = "";
  suiteSetup(async () => {
    await scanned();
    if (!onDisk(file).includes("leastkey://")) {
      await open(file);
      await agreeing(() => succeed("leastkey.moveAllSecretsInFile"));
    }
    reference = /leastkey:\/\/[^\s"']+/.exec(onDisk(file))?.[0] ?? "";
    assert.notEqual(reference, "");
  });
  suiteTeardown(async () => {
    await vscode.commands.executeCommand("workbench.action.closeAllEditors");
  });

  test("the four tools are there for every chat of the window", async () => {
    const names = await eventually("the tools", () => {
      const ours = vscode.lm.tools.map(({ name }) => name).filter((name) => name.startsWith("leastkey_"));
      return ours.length >= 4 ? ours.toSorted() : undefined;
    });
    assert.deepEqual(names, [
      "leastkey_http_request",
      "leastkey_list_credentials",
      "leastkey_request_access",
      "leastkey_run_with_credential",
    ]);
  });

  test("names and labels are listed", async () => {
    assert.ok((await invoke("list_credentials", {})).includes(reference));
  });

  test("a command gets the credential once a human agreed, and its output is masked; the next is asked about", async () => {
    const script = "process.stdout.write(`${process.env.GIVEN.length}:${process.env.GIVEN}`)";
    const input = { command: ["node", "-e", script], credentials: [{ credential: reference, variable: "GIVEN" }] };
    let text = "";
    const once = await talking({ button: () => "Once" }, async () => {
      text = await invoke("run_with_credential", input);
    });
    assert.match(text, /\d+:<concealed by leastkey/);
    assert.match(once.messages.join("\n"), /wants to use leastkey:\/\//);
    const never = await talking({ button: () => "Never in This Session" }, async () => {
      text = await invoke("run_with_credential", input);
    });
    assert.equal(never.messages.length, 1);
    assert.match(text, /refused/);
    const after = await talking({ button: () => "Once" }, async () => {
      text = await invoke("run_with_credential", input);
    });
    assert.deepEqual(after.messages, [], "nobody is asked again");
    assert.match(text, /refused/);
    const uses = lastRows(leastkeyHome(), 50).filter(({ action }) => action === "reference.run");
    assert.ok(uses.some(({ outcome }) => outcome === "allowed") && uses.some(({ outcome }) => outcome === "denied"));
  });

  test("what is no input of a tool is told, not carried out", async () => {
    assert.match(await invoke("run_with_credential", { command: "rm -rf /" }).catch(String), /command/);
  });
});
