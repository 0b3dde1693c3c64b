import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join, resolve } from "node:path";
import test from "node:test";

// Contract fakes, written from each program's documentation: 1Password's, Keeper's and vals' own programs are in no
// registry that this suite may use. They record their arguments and print one value.
const cli = resolve(process.env["LEASTKEY_DIST"] ?? "dist", "cli.js");
const base = mkdtempSync(join(tmpdir(), "leastkey-"));
const bin = join(base, "bin");
const value = ["op", "7Kd2", "wQ9z", "Nc3v"].join("_");
mkdirSync(bin);
writeFileSync(join(base, "value"), value);

function fake(name: string, body: string): void {
  writeFileSync(join(bin, name), `#!/bin/sh\nprintf '%s\\n' "$@" > ${base}/${name}.args\n${body}\n`);
  chmodSync(join(bin, name), 0o755);
}
fake("op", `cat ${base}/value`);
fake("ksm", `cat ${base}/value`);
fake("vals", `echo "no login for that" >&2; exit 3`);

function leastkey(
  args: readonly string[],
  env: NodeJS.ProcessEnv = {},
  path = `${bin}${delimiter}${process.env["PATH"]}`,
) {
  const clean = Object.entries(process.env).filter(
    ([name]) => !/^(?:CLAUDE|CODEX|CURSOR|GEMINI|VAULT_|BAO_)/.test(name),
  );
  return spawnSync(process.execPath, [cli, ...args], {
    encoding: "utf8",
    cwd: base,
    env: {
      ...Object.fromEntries(clean),
      LEASTKEY_HOME: join(base, "home"),
      LEASTKEY_PASSPHRASE: "p",
      PATH: path,
      ...env,
    },
  });
}
const skip = process.platform === "win32" ? "the fakes are shell scripts" : false;
const print = ["--", process.execPath, "-e", "process.stdout.write(String(process.env.KEY?.length) + process.env.KEY)"];

void test("run resolves what other vaults' programs hold, masks it, and passes the reference as one argument", {
  skip,
}, () => {
  const { stdout, stderr } = leastkey(["run", ...print], { KEY: "op://Shop staging/mail/api key" });
  assert.match(stdout, new RegExp(`^${String(value.length)}`));
  assert.ok(!stdout.includes(value) && !stderr.includes(value));
  assert.match(stderr, /resolved from the vault: KEY/);
  assert.deepEqual(readFileSync(join(base, "op.args"), "utf8").trim().split("\n"), [
    "read",
    "--no-newline",
    "op://Shop staging/mail/api key",
  ]);
});

void test("read and inject take them as well", { skip }, () => {
  assert.equal(leastkey(["read", "-n", "keeper://UID1/field/password"]).stdout, value);
  writeFileSync(join(base, "app.tpl"), "a={{ op://v/i/f }} b={{ other }} c=${{ secrets.X }}\n");
  const { status, stderr } = leastkey(["inject", "-i", "app.tpl", "-o", "app.out", "--yes"]);
  assert.equal(status, 0, stderr);
  assert.equal(readFileSync(join(base, "app.out"), "utf8"), `a=${value} b={{ other }} c=\${{ secrets.X }}\n`);
});

void test("a program that refuses ends the run with its own words and a way on", { skip }, () => {
  const { status, stdout, stderr } = leastkey(["run", ...print], { KEY: "ref+awssecrets://shop/mail#/key" });
  assert.equal(status, 3);
  assert.equal(stdout, "", "the child ran without its credential");
  assert.match(stderr, /no login for that/);
  assert.match(stderr, /vals gave no value .*exit code 3[\s\S]*needs the login/);
});

void test("without the program the reference is passed on, and it is said what is lacking", { skip }, () => {
  writeFileSync(join(base, "op.env"), "KEY=op://v/i/f\n");
  const { status, stdout, stderr } = leastkey(["run", "--env-file", "op.env", ...print], {}, "/usr/bin:/bin");
  assert.equal(status, 0, stderr);
  assert.match(stdout, /op:\/\/v\/i\/f$/);
  assert.match(stderr, /KEY holds a reference of 1Password; passed on as it is: install op/);
  const asked = leastkey(["read", "op://v/i/f"], {}, "/usr/bin:/bin");
  assert.equal(asked.status, 3);
  assert.match(asked.stderr, /1Password is not set up here[\s\S]*install op/);
});

void test("what is no reference stays what it is, and Vault's wait for an address", { skip }, () => {
  const { stdout } = leastkey(["run", ...print], { KEY: "plain" });
  assert.match(stdout, /^5plain/);
  writeFileSync(join(base, "vault.env"), "KEY=ref+vault://secret/a#/k\n");
  const { stderr } = leastkey(["run", "--env-file", "vault.env", ...print], { HOME: base });
  assert.match(stderr, /passed on as it is: set VAULT_ADDR/);
});
