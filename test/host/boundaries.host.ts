import assert from "node:assert/strict";
import { env } from "node:process";
import * as vscode from "vscode";
import { lastProof } from "../../src/guard/boundary/proof.ts";
import { leastkeyHome } from "../../src/platform/home.ts";
import { nodeFiles } from "../../src/platform/node-files.ts";
import { agreeing, eventually, scanned, succeed, uriOf } from "./support.ts";

const proof = () => lastProof(leastkeyHome(env), uriOf(".").fsPath, "claude-code", nodeFiles());

suite("boundary tests", () => {
  suiteSetup(async () => {
    await scanned();
    await agreeing(() => succeed("leastkey.protectWorkspace"));
  });
  suiteTeardown(() => agreeing(() => succeed("leastkey.restoreWorkspaceRules")));

  test("the command runs them all and nothing leaks", async function () {
    this.timeout(120_000);
    const said = (await succeed("leastkey.runBoundaryTests")).join("\n");
    assert.match(said, /0 boundaries leaked, \d{2,} held/);
    assert.equal(proof()?.passed, true);
    assert.equal(proof()?.stale, false);
  });

  test("a hook removed by hand makes the proof stale at once, and the next run red", async function () {
    this.timeout(120_000);
    const settings = uriOf(".claude/settings.json");
    const whole = await vscode.workspace.fs.readFile(settings);
    await vscode.workspace.fs.writeFile(settings, new TextEncoder().encode("{}\n"));
    await eventually("the stale proof", () => (proof()?.stale === true ? true : undefined));
    const said = (await succeed("leastkey.runBoundaryTests")).join("\n");
    const leaked = Number(/(\d+) boundaries leaked/.exec(said)?.[1]);
    assert.ok(leaked > 40, said);
    assert.equal(proof()?.passed, false);
    await vscode.workspace.fs.writeFile(settings, whole);
  });
});
