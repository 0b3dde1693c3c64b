import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import test, { after } from "node:test";
import { GuardWatch } from "../../src/editor/guard-watch.ts";
import { Machine } from "../../src/editor/machine.ts";
import type { Parts } from "../../src/editor/parts.ts";
import { RuleWatch, ruleText } from "../../src/editor/rule-watch.ts";
import { fake, Uri, window } from "../fakes/vscode.ts";

/** The real command line and real files; only the editor is a fake. */
const programs = resolve(process.env["LEASTKEY_DIST"] ?? "dist");
const folder = realpathSync(mkdtempSync(join(tmpdir(), "leastkey-rules-")));
const root = join(folder, "shop");
process.env["LEASTKEY_HOME"] = join(folder, "home");
mkdirSync(root);

fake.reset();
fake.openFolder(root);
const log = window.createOutputChannel();
const machine = new Machine(programs);
const guard = new GuardWatch(machine, log as never);
const watch = new RuleWatch({ guard, machine, log } as unknown as Parts);
after(async () => {
  watch.dispose();
  guard.dispose();
  await machine.dispose();
  rmSync(folder, { recursive: true, force: true });
});

const settings = join(root, ".claude/settings.json");
const touch = (path: string): void => fake.events.disk.fire(Uri.file(join(root, path)));
const quiet = () => new Promise((resolve) => setTimeout(resolve, 400));
async function said(pattern: RegExp): Promise<string> {
  for (let turn = 0; turn < 200; turn++) {
    const message = fake.messages.find((one) => pattern.test(one));
    if (message !== undefined) return message;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  return assert.fail(`nothing of that was said: ${fake.messages.join(" | ")} ${fake.log.join(" | ")}`);
}

void test("a rule that is changed is told at once, told once, and repaired by one click", async () => {
  const protect = spawnSync(process.execPath, [join(programs, "cli.js"), "protect", root, "--yes"]);
  assert.equal(protect.status, 0, String(protect.stderr));
  const written = readFileSync(settings, "utf8");
  await guard.refresh();
  await quiet();

  writeFileSync(settings, "{}\n");
  touch(".claude/settings.json");
  assert.match(await said(/changed/), /\.claude\/settings\.json changed: agents may no longer be kept/);
  fake.messages.length = 0;
  touch(".claude/settings.json");
  await quiet();
  assert.deepEqual(fake.messages, [], "told once");

  writeFileSync(settings, written);
  touch(".claude/settings.json");
  await quiet();
  assert.deepEqual(fake.messages, [], "what is right again is no news");

  fake.answers.push("Repair");
  const local = join(root, ".claude/settings.local.json");
  writeFileSync(local, '{\n  "model": "opus",\n  "disableAllHooks": true\n}\n');
  touch(".claude/settings.local.json");
  assert.match(await said(/disableAllHooks/), /"disableAllHooks" switches off every hook of Claude Code/);
  assert.match(await said(/repaired/), /1 file repaired/);
  assert.equal(readFileSync(local, "utf8"), '{\n  "model": "opus"\n}\n');
  assert.equal(readFileSync(settings, "utf8"), written);
  const protection = guard.of(Uri.file(root) as never);
  assert.deepEqual(protection.kind === "protected" && protection.drift, []);
});

void test("what is written as it should be is no news, nor is a file that is not of the rules", async () => {
  fake.messages.length = 0;
  const protect = spawnSync(process.execPath, [join(programs, "cli.js"), "protect", root, "--yes", "--require"]);
  assert.equal(protect.status, 0, String(protect.stderr));
  for (const path of [".claude/settings.json", ".codex/hooks.json", ".claude/notes.md"]) touch(path);
  await quiet();
  assert.deepEqual(fake.messages, []);
});

void test("what a look for another file saw first is told when its own change is reported", async () => {
  fake.messages.length = 0;
  const local = join(root, ".claude/settings.local.json");
  writeFileSync(local, '{\n  "disableAllHooks": true\n}\n');
  touch(".cursorignore");
  await quiet();
  assert.deepEqual(fake.messages, []);
  touch(".claude/settings.local.json");
  assert.match(await said(/disableAllHooks/), /switches off every hook of Claude Code/);
  rmSync(local);
  touch(".claude/settings.local.json");
  await quiet();
});

void test("a switch is told before all else, and many files by their number", () => {
  const drifted = ["a", "b", "c", "d"].map((path) => ({ path, state: "drifted", reason: "differs" }) as const);
  assert.match(ruleText(drifted), /^Leastkey: 4 files changed: /);
  assert.match(ruleText(drifted.slice(0, 2)), /^Leastkey: a, b changed: /);
  const off = { path: "s", state: "switched off", reason: '"x" switches off every hook of Y' } as const;
  assert.equal(ruleText([...drifted, off]), 'Leastkey: s was changed: "x" switches off every hook of Y.');
});
