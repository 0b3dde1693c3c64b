import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import test from "node:test";
import { viewIds } from "../../src/contributions.ts";
import { showExposures } from "../../src/editor/exposures.ts";
import { Machine } from "../../src/editor/machine.ts";
import type { Row } from "../../src/editor/row.ts";
import { runCli } from "../../src/editor/run-cli.ts";
import { runbookRows } from "../../src/editor/runbook-rows.ts";
import { RunbookView, typeFix } from "../../src/editor/runbook-view.ts";
import { parseExposures } from "../../src/guard/exposures/parse-report.ts";
import { parseTrail } from "../../src/guard/runbook/parse-trail.ts";
import type { Runbook } from "../../src/guard/runbook/runbook.ts";
import { reportOf } from "../../src/guard/scan-report.ts";
import { EventEmitter, fake, window } from "../fakes/vscode.ts";
import { programs as built } from "../sample/program.ts";
import { finding } from "./samples.ts";

const base = mkdtempSync(join(tmpdir(), "leastkey-editor-runbook-"));
const shop = join(base, "shop");
mkdirSync(shop);
test.after(() => rmSync(base, { recursive: true, force: true }));
const programs = resolve(built);
const token = `sk_${"live"}_51${createHash("sha512")
  .update("editor runbook")
  .digest("base64")
  .replaceAll(/[^A-Za-z0-9]/g, "")
  .slice(0, 60)}`;

test.beforeEach(() => {
  fake.reset();
  process.env["HOME"] = base;
  process.env["LEASTKEY_HOME"] = join(base, "leastkey");
  fake.openFolder(shop);
});
const log = window.createOutputChannel();

const runbook: Runbook = {
  version: 1,
  root: shop,
  at: "2026-11-24T08:00:00.000Z",
  done: 1,
  total: 3,
  lines: [
    { id: "scoped", title: "A", why: "because", state: "done", evidence: "all are", fix: { detail: "narrow" } },
    { id: "boundaries-proved", title: "B", why: "hope", state: "open", evidence: "never", fix: { detail: "test" } },
    { id: "rotated", title: "C", why: "old", state: "unknown", evidence: "who knows", fix: { detail: "rotate" } },
  ],
};

void test("a line is a row with its evidence; what is not done leads to its fix", () => {
  const rows = runbookRows(runbook);
  assert.deepEqual(
    rows.map(({ label, description, icon, click }) => [label, description, icon, click?.command]),
    [
      ["A", "all are", "pass-filled", undefined],
      ["B", "never", "circle-large-outline", "leastkey.runBoundaryTests"],
      ["C", "who knows", "question", "leastkey.showExposures"],
    ],
  );
  assert.match(rows[1]?.tooltip ?? "", /^Open: never\.\nWhy: hope\.\nTo do: test\.$/);
});

void test("the view: told from the last scan, with its progress; nothing before one and in a restricted window", async () => {
  const changed = new EventEmitter<void>();
  const machine = new Machine(programs);
  const scan = { onDidReport: changed.event, report: (_folder: unknown): unknown => undefined };
  const view = new RunbookView({ machine, log, scan, guard: { onDidChange: changed.event } } as never);
  const tree = fake.trees.get(viewIds.runbook);
  assert.ok(tree);
  assert.deepEqual(await tree.provider.getChildren(), []);
  const facts = { root: shop, durationMs: 1, paths: ["pay.ts"], tier: "weak" } as const;
  const part = { files: 1, bytes: 1, findings: [finding({ path: "pay.ts" })], values: [], errors: [] };
  scan.report = () => reportOf([part], facts);
  const rows = (await tree.provider.getChildren()) as readonly Row[];
  assert.equal(rows.length, 10, JSON.stringify(rows));
  assert.match(rows[0]?.description ?? "", /agents can read 1 of 1 file with secrets: pay\.ts/);
  assert.match(tree.description ?? "", /^\d of 10$/);
  fake.isTrusted = false;
  assert.deepEqual(await tree.provider.getChildren(), []);
  view.dispose();
  await machine.dispose();
  changed.dispose();
  assert.deepEqual(fake.undisposed(), []);
});

void test("a fix is typed, not run, and only what the runbook names", async () => {
  const machine = new Machine(programs);
  await typeFix({ line: "boundaries-proved", root: shop }, { machine } as never);
  const [typed] = fake.typed;
  assert.deepEqual([typed?.text, typed?.enter], ["leastkey test", false]);
  assert.match(JSON.stringify(typed?.options), /"PATH":"[^"]*leastkey[/\\]+bin/);
  assert.ok(existsSync(machine.home.launcher), "the command is there to be run");
  for (const argument of [{ line: "rm -rf /", root: shop }, undefined, "scoped", { line: "scoped", root: shop }])
    await assert.rejects(typeFix(argument, { machine } as never), /no line of the runbook/);
  assert.equal(fake.typed.length, 1);
});

void test("the command line beside the extension: its result, its failure in its own words, cancelling it", async () => {
  const trail = parseTrail(await runCli(programs, ["audit", "verify", "--json"], { cwd: shop }));
  assert.deepEqual(Object.keys(trail), ["records"]);
  assert.throws(() => parseTrail("{}"), /could not be verified/);
  await assert.rejects(runCli(programs, ["vault", "export", "--nonsense"], { cwd: shop }), /ended with code 2/);
  const cancelled = new EventEmitter<void>();
  const asked = { isCancellationRequested: false, onCancellationRequested: cancelled.event };
  const run = runCli(programs, ["audit", "tail", "--follow"], { cwd: shop, token: asked as never });
  asked.isCancellationRequested = true;
  cancelled.fire();
  await assert.rejects(run, /audit was cancelled/);
  cancelled.dispose();
});

void test("exposures: searched in another process, most urgent first, with the page to rotate and the records", async () => {
  const machine = new Machine(programs);
  await showExposures({ machine, log } as never);
  assert.match(fake.messages[0] ?? "", /no recorded credential; records searched: 0, nothing left this machine/);
  writeFileSync(join(base, ".bash_history"), `export STRIPE=${token}\n`);
  fake.answers.push(0, 0);
  await showExposures({ machine, log } as never);
  const [exposures, ways] = fake.offered;
  const shown = JSON.stringify([exposures, ways]);
  assert.match(shown, /Stripe secret key \(production\)/);
  assert.match(shown, /recorded once by shell/);
  assert.match(shown, /\.bash_history/);
  assert.equal(shown.includes(token), false);
  assert.match(shown, /https:\/\/dashboard\.stripe\.com\/apikeys/);
  assert.match(fake.log.at(-1) ?? "", /^opened .*\/apikeys$/);
  fake.offered.length = 0;
  fake.answers.push(1);
  await showExposures({ machine, log } as never);
  assert.deepEqual([fake.typed[0]?.text, fake.typed[0]?.enter], ["leastkey scan --exposures --scrub", false]);
  fake.isTrusted = false;
  await assert.rejects(showExposures({ machine, log } as never), /restricted/);
  assert.throws(() => parseExposures("[]"), /no report/);
});
