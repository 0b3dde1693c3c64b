import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import test from "node:test";
import Ajv from "ajv";
import type { Runbook } from "../../src/guard/runbook/runbook.ts";
import { type Ended, leastkey } from "../sample/program.ts";

const base = mkdtempSync(join(tmpdir(), "leastkey-runbook-cli-"));
test.after(() => rmSync(base, { recursive: true, force: true }));

const token = `sk_${"live"}_51${createHash("sha512")
  .update("runbook")
  .digest("base64")
  .replaceAll(/[^A-Za-z0-9]/g, "")
  .slice(0, 60)}`;

function user(): { readonly shop: string; readonly cli: (...args: readonly string[]) => Promise<Ended> } {
  const home = mkdtempSync(join(base, "home-"));
  const shop = join(home, "shop");
  mkdirSync(join(shop, ".claude"), { recursive: true });
  writeFileSync(join(shop, "pay.js"), `const stripe = new Stripe("${token}");\n`);
  writeFileSync(join(home, ".bash_history"), `export STRIPE=${token}\n`);
  const env = { PATH: process.env["PATH"], HOME: home, LEASTKEY_HOME: join(home, "leastkey"), NO_COLOR: "1" };
  return { shop, cli: (...args) => leastkey(args, { cwd: shop, env }) };
}

const schema = JSON.parse(readFileSync("media/schema/runbook.schema.json", "utf8")) as object;
const validate = new Ajv({ strict: true, formats: { "date-time": true } }).compile(schema);

function parsed({ stdout }: Ended): Runbook {
  const report = JSON.parse(stdout) as Runbook;
  assert.ok(validate(report), JSON.stringify(validate.errors));
  return report;
}

const states = ({ lines }: Runbook): Readonly<Record<string, string>> =>
  Object.fromEntries(lines.map(({ id, state }) => [id, state]));

void test("runbook: follows what is done in the workspace, as its schema says, without the value", async () => {
  const { shop, cli } = user();
  const first = await cli("runbook", "--json");
  assert.equal(first.code, 1, first.stderr);
  const before = parsed(first);
  assert.equal(before.done, before.lines.filter(({ state }) => state === "done").length);
  assert.deepEqual(states(before), {
    "readable-paths": "open",
    scoped: "open",
    "environments-apart": "done",
    "short-lived": "done",
    "agents-held": "open",
    passports: "open",
    "boundaries-proved": "open",
    "trail-whole": "unknown",
    "exposures-searched": "open",
    rotated: "unknown",
  });

  assert.equal((await cli("protect", "--yes")).code, 0);
  assert.equal((await cli("scan", "--exposures")).code, 1);
  execFileSync("git", ["init", "-q", shop]);
  execFileSync("git", ["-C", shop, "-c", "user.name=a", "-c", "user.email=a@b", "commit", "-qm", "x", "--allow-empty"]);
  assert.equal((await cli("audit", "anchor")).code, 0);
  const second = await cli("runbook", "--format", "json");
  const after = parsed(second);
  const { lines } = after;
  assert.deepEqual(states(after), {
    ...states(before),
    "readable-paths": "done",
    "trail-whole": "done",
    "exposures-searched": "done",
    rotated: "open",
  });
  assert.match(lines.find(({ id }) => id === "rotated")?.evidence ?? "", /1 recorded credential still in use here/);
  assert.match(lines.find(({ id }) => id === "agents-held")?.evidence ?? "", /hook/);

  const text = await cli("runbook");
  assert.equal(text.code, 1);
  assert.match(text.stdout, /OPEN Every credential is scoped\n.*restricted key/);
  assert.match(text.stdout, /\n\d+ of 10 done\n$/);
  const markdown = await cli("runbook", "--format", "md");
  assert.match(markdown.stdout, /^# Credential runbook: shop\n/);
  assert.equal(markdown.stdout.includes(shop), false, "an audit's file names no path of the machine");
  for (const { stdout, stderr } of [first, second, text, markdown])
    assert.equal(`${stdout}${stderr}`.includes(token), false);
  assert.equal(readFileSync(join(shop, "..", "leastkey", "exposures.json"), "utf8").includes(token), false);
});

void test("runbook: a wrong format is wrong usage, a folder that is not there is named", async () => {
  const { cli } = user();
  assert.equal((await cli("runbook", "--format", "pdf")).code, 2);
  const gone = await cli("runbook", "nowhere");
  assert.equal(gone.code, 1);
  assert.match(gone.stderr, /is not a folder/);
});
