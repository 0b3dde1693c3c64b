import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import test from "node:test";
import Ajv from "ajv";
import { type Ended, leastkey } from "../sample/program.ts";

/** The built command line, run as a user runs it: exit codes, streams and shapes are public. */
const folder = mkdtempSync(join(tmpdir(), "leastkey-cli-"));
test.after(() => rmSync(folder, { recursive: true, force: true }));
const env = {
  ...process.env,
  LEASTKEY_HOME: join(folder, "home"),
  LEASTKEY_PASSPHRASE: "for this test",
  NO_COLOR: "1",
};
const cli = (...args: readonly string[]): Promise<Ended> => leastkey(args, { cwd: folder, env });
const pipe = (input: string, ...args: readonly string[]): Promise<Ended> => leastkey(args, { cwd: folder, env, input });

const usage: readonly (readonly [string, readonly string[]])[] = [
  ["an unknown command", ["frobnicate"]],
  ["an unknown option", ["scan", "--frobnicate"]],
  ["a missing argument", ["read"]],
  ["a wrong choice", ["scan", "--format", "frobnicate"]],
  ["a reference that is none", ["read", "frobnicate"]],
];
for (const [title, args] of usage) {
  void test(`${title} is wrong usage: exit code 2, said on stderr`, async () => {
    const { code, stdout, stderr } = await cli(...args);
    assert.equal(code, 2, stderr);
    assert.equal(stdout, "");
    assert.match(stderr, /error/);
  });
}

void test("help and version are fine, and every command has a summary and examples", async () => {
  const help = await cli("help");
  assert.equal(help.code, 0);
  const commands = [...help.stdout.matchAll(/^ {2}([a-z][\w-]*)/gm)]
    .map((match) => match[1] ?? "")
    .filter((name) => name !== "help");
  assert.ok(commands.length > 10, help.stdout);
  for (const command of commands) {
    const { code, stdout } = await cli("help", command);
    assert.equal(code, 0);
    assert.match(stdout, /Examples:\n {2}\$ /, command);
  }
  assert.match((await cli("--version")).stdout, /^\d+\.\d+\.\d+\n$/);
});

void test("a value goes into the vault from a pipe, comes back, and is masked in what a child prints", async () => {
  const reference = "leastkey://shop/test/mail/key";
  const value = `planted-${"q7".repeat(9)}`;
  assert.equal((await pipe(`${value}\n`, "vault", "set", reference)).code, 0);
  assert.equal((await cli("read", reference)).stdout, `${value}\n`);
  assert.equal((await cli("read", reference, "--no-newline")).stdout, value);
  assert.match((await cli("vault", "list")).stdout, /leastkey:\/\/shop\/test\/mail\/key/);
  writeFileSync(join(folder, ".env"), `MAIL_KEY=${reference}\n`);
  const printed = await cli("run", "--", process.execPath, "-p", "process.env.MAIL_KEY");
  assert.equal(printed.code, 0, printed.stderr);
  assert.equal(printed.stdout.includes(value), false);
  const measured = await cli("run", "--", process.execPath, "-p", "process.env.MAIL_KEY.length");
  assert.equal(measured.stdout.trim(), String(value.length));
});

void test("the child's exit code is ours, and it gets neither our passphrase nor a missing reference", async () => {
  writeFileSync(join(folder, "plain.env"), "A=1\n");
  assert.equal((await cli("run", "--env-file", "plain.env", "--", process.execPath, "-e", "process.exit(7)")).code, 7);
  const asked = "process.exit(process.env.LEASTKEY_PASSPHRASE === undefined ? 0 : 9)";
  assert.equal((await cli("run", "--env-file", "plain.env", "--", process.execPath, "-e", asked)).code, 0);
  writeFileSync(join(folder, "gone.env"), "A=leastkey://shop/test/mail/nothing\n");
  const gone = await cli("run", "--env-file", "gone.env", "--", process.execPath, "-e", "0");
  assert.equal(gone.code, 1);
  assert.match(gone.stderr, /holds nothing for A/);
});

void test("a write is refused on a pipe with the flag named, and done with it", async () => {
  const reference = "leastkey://shop/test/mail/short-lived";
  await pipe("planted-0000\n", "vault", "set", reference);
  const refused = await cli("vault", "rm", reference);
  assert.equal(refused.code, 2);
  assert.match(refused.stderr, /--yes/);
  assert.equal((await cli("vault", "rm", reference, "--yes")).code, 0);
  assert.equal((await cli("vault", "rm", reference, "--yes")).code, 1);
});

void test("commands that print values are refused in an agent's shell", async () => {
  for (const args of [
    ["read", "leastkey://a/b/c/d"],
    ["vault", "export", "--yes"],
  ]) {
    const { code, stdout, stderr } = await leastkey(args, {
      cwd: folder,
      env: { ...env, CLAUDECODE: "1", AI_AGENT: "claude-code_2-1-330_agent" },
    });
    assert.equal(code, 2);
    assert.equal(stdout, "");
    assert.match(stderr, /leastkey run/);
  }
});

void test("a wrong passphrase is one clear sentence", async () => {
  const { code, stderr } = await leastkey(["vault", "unlock"], {
    cwd: folder,
    env: { ...env, LEASTKEY_PASSPHRASE: "another" },
  });
  assert.equal(code, 1);
  assert.match(stderr, /passphrase/);
  assert.doesNotMatch(stderr, / at .*\.js/);
});

void test("a home that cannot be made is an environment failure with a way forward", async () => {
  writeFileSync(join(folder, "a-file"), "");
  const { code, stderr } = await leastkey(["scan"], {
    cwd: folder,
    env: { ...env, LEASTKEY_HOME: join(folder, "a-file", "home") },
  });
  assert.equal(code, 3);
  assert.match(stderr, /LEASTKEY_HOME/);
});

void test("scan --json keeps to its published schema", async () => {
  writeFileSync(join(folder, "settings.py"), `DB_PASSWORD = "${"tR4!x9".repeat(3)}"\n`);
  const { stdout, code } = await cli("scan", "--json");
  assert.equal(code, 1);
  const validate = new Ajv().compile(JSON.parse(readFileSync("media/schema/scan.schema.json", "utf8")) as object);
  assert.ok(validate(JSON.parse(stdout)), JSON.stringify(validate.errors));
});
