import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import test from "node:test";
import { seededRandom } from "../../src/core/detect/random.ts";
import { slownessOf } from "../../src/worker/check-pattern.ts";
import { createScanner } from "../../src/worker/scan-client.ts";
import { programs } from "../sample/program.ts";

const random = seededRandom(5);
const value = `acme_${random.chars("abcdefghjk23456789", 24)}`;
const folder = mkdtempSync(join(tmpdir(), "leastkey-rules-"));
const scanner = createScanner({
  workerPath: resolve(programs, "scan-worker.js"),
  home: { fingerprintKey: join(folder, "home", "fingerprint.key"), caches: join(folder, "home", "caches") },
  threads: 1,
  batchDeadlineMs: 8_000,
});
test.after(async () => {
  await scanner.dispose();
  rmSync(folder, { recursive: true, force: true });
});

function project(name: string, rules: string | undefined): string {
  const root = join(folder, name);
  mkdirSync(join(root, ".leastkey"), { recursive: true });
  mkdirSync(join(root, "src"));
  writeFileSync(join(root, "src", "a.ts"), `export const x = "${value}";\n`);
  if (rules !== undefined) writeFileSync(join(root, ".leastkey", "rules.yaml"), rules);
  return root;
}

const rule = (pattern: string): string =>
  `version: 1\nrules:\n  - {id: acme-token, title: ACME, keywords: [acme_], pattern: '${pattern}'}\n`;

void test("a workspace is scanned with its own rules, the document too, and an edit of them holds at once", async () => {
  const root = project("own", rule("acme_[a-z0-9]{24}"));
  const first = await scanner.scan(root);
  assert.deepEqual([first.findings.map((one) => one.rule), first.errors], [["acme-token"], []]);
  const open = await scanner.scanText("src/b.ts", `const y = "${value}";\n`, { root });
  assert.deepEqual(
    open.map((one) => one.tier),
    ["likely"],
  );
  const off = await scanner.scan(root, { overrides: [{ rules: ["acme-token"], tier: "off" }] });
  assert.deepEqual([off.findings, off.protectedPaths], [[], []]);
  writeFileSync(join(root, ".leastkey", "rules.yaml"), rule("acme_[0-9]{24}"));
  assert.deepEqual(
    (await scanner.scan(root)).findings,
    [],
    "a file that did not change is looked at with the new rules",
  );
});

void test("a rule that could be slow, or that is none, is left out and told; the rest is scanned", async () => {
  for (const [name, pattern, said] of [
    ["slow", "acme_([a-z]+)+x", /left out: .*\+/],
    ["broken", "acme_[a-z", /left out: Invalid regular expression/],
    ["empty", "(?:acme_)?", /matches the empty text/],
  ] as const) {
    const report = await scanner.scan(project(name, rule(pattern)));
    assert.deepEqual([report.files, report.findings, report.errors.length], [2, [], 1], name);
    assert.match(report.errors[0]?.message ?? "", said);
  }
  const named = rule("acme_[a-z0-9]{24}").replace("acme-token", "stripe-secret-key");
  assert.match((await scanner.scan(project("taken", named))).errors[0]?.message ?? "", /of this name already/);
});

void test("a pipe where the rules file should be holds nothing up", {
  skip: process.platform === "win32",
}, async () => {
  const root = project("pipe", undefined);
  execFileSync("mkfifo", [join(root, ".leastkey", "rules.yaml")]);
  const report = await scanner.scan(root);
  assert.ok(
    report.errors.some(({ message }) => /not valid|not a file|version/.test(message)),
    JSON.stringify(report.errors),
  );
});

void test("patterns are judged by the time that they could take", () => {
  for (const fine of [
    "acme_[a-z0-9]{32}",
    "key\\s{0,4}[:=]\\s{0,4}([^\"']{8,64})",
    "(?:ab|cd)_[0-9]{4}",
    "(?:[a-z]{4}-){3}x",
  ])
    assert.equal(slownessOf(fine, ""), undefined, fine);
  for (const slow of ["(a+)+$", "(?:a|a)*b", "(a{1,50}){1,50}b", "[a-z]+[a-z0-9]+x", "^(?:.*,){11}x", "x{1,5000}"])
    assert.notEqual(slownessOf(slow, ""), undefined, slow);
});
