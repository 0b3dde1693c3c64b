import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import test, { after, before, beforeEach } from "node:test";
import { referenceValueCommand } from "../../src/contributions.ts";
import { Secret } from "../../src/core/secret.ts";
import { Machine } from "../../src/editor/machine.ts";
import { referenceValue } from "../../src/editor/reference-value.ts";
import { commands, fake, window } from "../fakes/vscode.ts";
import { programs } from "../sample/program.ts";

const folder = mkdtempSync(join(tmpdir(), "leastkey-launch-"));
const root = join(folder, "shop");
const reference = "leastkey://shop/test/mail/key";
const planted = ["planted", "launch", "Hb3"].join("-");
const log = window.createOutputChannel() as never;
let machine: Machine;

before(async () => {
  Object.assign(process.env, { LEASTKEY_HOME: join(folder, "home"), LEASTKEY_PASSPHRASE: "correct horse" });
  mkdirSync(join(root, ".vscode"), { recursive: true });
  const input = { id: "mail", type: "command", command: referenceValueCommand, args: { reference } };
  writeFileSync(join(root, ".vscode", "launch.json"), JSON.stringify({ inputs: [input] }));
  machine = new Machine(resolve(programs));
  await (await machine.vault()).set(reference, Secret.of(planted));
  await (await machine.vault()).set("leastkey://shop/test/other/key", Secret.of(planted));
});
after(async () => {
  await machine.dispose();
  delete process.env["LEASTKEY_HOME"];
  delete process.env["LEASTKEY_PASSPHRASE"];
  rmSync(folder, { recursive: true, force: true });
});
beforeEach(() => {
  fake.reset();
  fake.openFolder(root);
  referenceValue({ machine, log } as never);
});

const ask = (argument: unknown) => commands.executeCommand(referenceValueCommand, argument);

void test("a launch gets the value that its input names, once a human agreed", async () => {
  fake.answers.push("Give It Once");
  assert.equal(await ask({ reference }), planted);
  await assert.rejects(async () => ask({ reference }), /gave no value/, "once is once, and a closed question is none");
  fake.answers.push("Give It While This Window Is Open");
  assert.equal(await ask({ reference }), planted);
  assert.equal(await ask({ reference }), planted);
  const trail = readFileSync(join(folder, "home", "audit", "trail.jsonl"), "utf8");
  assert.equal(trail.split("\n").filter((line) => line.includes(reference)).length, 3);
  assert.ok(![trail, ...fake.messages, ...fake.log].some((text) => text.includes(planted)));
});

void test("nobody gets a value that no launch or task names, or in a restricted workspace", async () => {
  for (const argument of [{ reference: "leastkey://shop/test/other/key" }, {}, undefined, { reference: "x" }]) {
    fake.answers.push("Give It Once");
    await assert.rejects(async () => ask(argument), /gave no value/);
    fake.answers.length = 0;
  }
  fake.isTrusted = false;
  fake.answers.push("Give It Once");
  await assert.rejects(async () => ask({ reference }), /gave no value/);
});
