import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import test, { after } from "node:test";
import { programs } from "../sample/program.ts";
import { programOf } from "../vaults/real-servers.ts";

/** Prompts on a real pseudo-terminal, which util-linux's `script` makes; what is typed must not be echoed. */
const skip = programOf("script") === undefined ? "script (util-linux) is not installed" : false;
const folder = mkdtempSync(join(tmpdir(), "leastkey-prompt-"));
after(() => rmSync(folder, { recursive: true, force: true }));
const env = {
  PATH: process.env["PATH"],
  LEASTKEY_HOME: join(folder, "home"),
  LEASTKEY_KEYCHAIN: "off",
  NO_COLOR: "1",
};

/** Answers each question when it is asked, and gives back all that the terminal showed. */
function converse(args: string, answers: readonly (readonly [question: string, answer: string])[]) {
  return new Promise<{ readonly code: number | null; readonly shown: string }>((done) => {
    const command = `'${process.execPath}' '${resolve(programs, "cli.js")}' ${args}`;
    const child = spawn("script", ["-qfec", command, "/dev/null"], { cwd: folder, env, stdio: "pipe" });
    let shown = "";
    let seen = 0;
    let next = 0;
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      shown += text;
      const [question, answer] = answers[next] ?? [];
      if (question === undefined || !shown.slice(seen).includes(question)) return;
      seen = shown.length;
      next++;
      // As a person: not before the terminal has stopped echoing, which follows the question.
      setTimeout(() => child.stdin.write(`${answer ?? ""}\r`), 250);
    });
    const timer = setTimeout(() => child.kill(), 60_000); // a prompt that nobody answered fails the test
    child.on("close", (code) => {
      clearTimeout(timer);
      done({ code, shown });
    });
  });
}

const value = ["planted", "typed", "Rt6"].join("-");
const passphrase = ["correct", "horse", "Zw1"].join("-");
const reference = "leastkey://shop/test/mail/key";

void test("a value and a new passphrase are typed, hidden, and open the vault afterwards", { skip }, async () => {
  const stored = await converse(`vault set ${reference}`, [
    ["value for", value],
    ["new passphrase", passphrase],
    ["the same again", passphrase],
  ]);
  assert.equal(stored.code, 0, stored.shown.replaceAll(value, "VALUE"));
  assert.match(stored.shown, /stored and read back/);
  const wrong = await converse("vault unlock", [["passphrase of the Leastkey vault", "wrong"]]);
  assert.equal(wrong.code, 1);
  const right = await converse("vault unlock", [["passphrase of the Leastkey vault", passphrase]]);
  assert.equal(right.code, 0, right.shown);
  for (const { shown } of [stored, wrong, right]) {
    for (const typed of [value, passphrase]) assert.ok(!shown.includes(typed), "what was typed is on the screen");
  }
});

void test("what is typed twice must be the same, and Ctrl-C is no answer", { skip }, async () => {
  rmSync(env.LEASTKEY_HOME, { recursive: true, force: true });
  const other = await converse("vault unlock", [
    ["new passphrase", "one"],
    ["the same again", "two"],
  ]);
  assert.equal(other.code, 1);
  assert.match(other.shown, /the two passphrases differ/);
  const interrupted = await converse("vault unlock", [["new passphrase", "\u0003"]]);
  assert.notEqual(interrupted.code, 0);
});
