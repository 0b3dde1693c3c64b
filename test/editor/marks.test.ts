import assert from "node:assert/strict";
import test from "node:test";
import { colorIds } from "../../src/contributions.ts";
import type { Finding } from "../../src/core/finding.ts";
import { Badges, badgeOf } from "../../src/editor/badges.ts";
import { findingCard } from "../../src/editor/card.ts";
import { FileLens } from "../../src/editor/code-lens.ts";
import { Findings } from "../../src/editor/findings.ts";
import { plain } from "../../src/editor/markdown.ts";
import { diagnosticOf, Problems } from "../../src/editor/problems.ts";
import type { Protection } from "../../src/editor/protection.ts";
import { DiagnosticSeverity, EventEmitter, fake, Uri, window } from "../fakes/vscode.ts";
import { finding } from "./samples.ts";

test.beforeEach(() => fake.reset());

const file = Uri.file("/w/src/pay.ts");
const named = { path: "id_ed25519", because: "name", reason: "named like a private key" } as const;

/** A folder scan that found this in one file. */
function scanned(findings: readonly Finding[]) {
  const model = new Findings();
  const state = { uri: file, findings, secret: undefined };
  model.replaceFolder({ folder: Uri.file("/w"), files: new Map([[file.toString(), state]]) } as never);
  return model;
}

void test("a badge: how many, what, and whether agents can read it", () => {
  const cases: readonly [string, readonly Finding[], typeof named | undefined, boolean, string | undefined][] = [
    ["nothing", [], undefined, false, undefined],
    ["weak only", [finding({ tier: "weak" })], undefined, false, undefined],
    ["by its name", [], named, false, "S named like a private key; agents can read it"],
    ["one", [finding()], undefined, true, "S Acme secret key (production); hidden from agents"],
    [
      "two alike",
      [finding(), finding({ at: 4 })],
      undefined,
      false,
      "S2 Acme secret key (production); agents can read it",
    ],
  ];
  for (const [what, findings, secret, hidden, expected] of cases) {
    const badge = badgeOf(findings, secret, hidden);
    assert.equal(badge === undefined ? undefined : `${badge.text} ${badge.tooltip}`, expected, what);
  }
  const many = Array.from({ length: 30 }, (_, at) => finding({ at }));
  assert.equal(badgeOf(many, undefined, false)?.text, "S+");
  assert.equal(badgeOf([finding()], undefined, false)?.color, colorIds.exposed);
  assert.equal(badgeOf([finding()], undefined, true)?.color, colorIds.guarded);
});

void test("badges are answered from the model, told by file, and follow the setting", () => {
  const model = scanned([finding()]);
  const badges = new Badges(model as never, () => false);
  const changed: string[] = [];
  badges.onDidChangeFileDecorations((uris) => changed.push(...[uris].flat().map(String)));
  assert.equal(badges.provideFileDecoration(file as never)?.badge, "S");
  assert.equal(badges.provideFileDecoration(Uri.file("/w/other.ts") as never), undefined);
  model.replaceDocument(file as never, 2, []);
  assert.deepEqual(changed, [file.toString()]);
  assert.equal(badges.provideFileDecoration(file as never), undefined);
  model.closeDocument(file as never);
  fake.set("leastkey.marks.explorerBadges", false);
  assert.equal(badges.provideFileDecoration(file as never), undefined);
  badges.dispose();
  model.dispose();
});

void test("after a look at the protection, only badges that say something else now are asked for again", () => {
  const model = scanned([finding()]);
  let isHidden = false;
  const badges = new Badges(model as never, () => isHidden);
  const changed: string[] = [];
  badges.onDidChangeFileDecorations((uris) => changed.push(...[uris].flat().map(String)));
  assert.match(String(badges.provideFileDecoration(file as never)?.tooltip), /agents can read it/);
  badges.refresh();
  assert.deepEqual(changed, []);
  isHidden = true;
  badges.refresh();
  assert.deepEqual(changed, [file.toString()]);
  assert.match(String(badges.provideFileDecoration(file as never)?.tooltip), /hidden from agents/);
  badges.dispose();
  model.dispose();
});

void test("problems are information, in our own source, and obey the tier and the switch", () => {
  const model = new Findings();
  const problems = new Problems(model as never, window.createOutputChannel() as never);
  const shown = (): number => fake.diagnostics.get(file.toString())?.length ?? 0;
  model.replaceDocument(file as never, 1, [finding(), finding({ at: 9, tier: "weak" })]);
  assert.equal(shown(), 1);
  fake.set("leastkey.marks.lowestTier", "weak");
  assert.equal(shown(), 2);
  fake.set("leastkey.marks.lowestTier", 17);
  assert.equal(shown(), 1, "a setting of the wrong type counts as not set");
  fake.set("leastkey.marks.problems", false);
  assert.equal(shown(), 0);
  problems.dispose();
  model.dispose();
  for (const tier of ["verified", "likely", "generic", "weak"] as const) {
    const { severity, source } = diagnosticOf(finding({ tier }));
    assert.deepEqual([severity, source], [DiagnosticSeverity.Information, "Leastkey"]);
  }
});

const guarded = (strength: "enforced" | "partial" | "advisory", hole?: string): Protection => ({
  kind: "protected",
  agents: [
    {
      id: "one",
      title: "Agent One",
      strength,
      hole,
      hook: "none",
      slowMs: undefined,
      remains: undefined,
      trust: undefined,
    },
  ],
  drift: [],
  notLive: undefined,
});

void test("the card says what it can do, where, until when, who reads it and what to do", () => {
  const card = findingCard(finding(), {
    target: { uri: "file:///w/a" },
    protection: { kind: "unprotected" },
    isHidden: false,
    canWrite: true,
  });
  for (const words of ["Acme secret key", "far more than one task needs", "a restricted key", "production", "never"]) {
    assert.ok(card.includes(words), words);
  }
  assert.match(card, /Who can read it: .*nothing keeps one away/);
  assert.match(card, /Move to vault.*Protect from agents.*Ignore/);
});

void test("advisory and enforced are never shown alike, and an unhidden file is not called hidden", () => {
  const words = (protection: Protection, isHidden = true): string =>
    findingCard(finding(), { target: undefined, protection, isHidden, canWrite: true });
  assert.match(words(guarded("enforced")), /Agent One: enforced/);
  assert.match(words(guarded("partial", "the terminal")), /Agent One: partly enforced.*the terminal/);
  assert.match(words(guarded("advisory")), /Agent One: advisory/);
  assert.doesNotMatch(words(guarded("advisory")), /enforced/);
  assert.match(words(guarded("enforced"), false), /do not name this file yet/);
});

void test("in a restricted workspace the card offers no write", () => {
  const card = findingCard(finding(), {
    target: undefined,
    protection: { kind: "unknown" },
    isHidden: false,
    canWrite: false,
  });
  assert.doesNotMatch(card, /moveSecretToVault|protectWorkspace/);
});

void test("what comes from files cannot make Markdown of its own", () => {
  const hostile = "](command:workbench.action.quit) <img src=x> **b** `c`\n# h";
  const card = findingCard(finding({ rule: hostile }), {
    target: undefined,
    protection: { kind: "unprotected" },
    isHidden: false,
    canWrite: false,
  });
  assert.doesNotMatch(card, /(?<!\\)\]\(command:workbench/);
  assert.doesNotMatch(plain(hostile), /\n|(?<!\\)[<`*]/);
});

void test("the problems of thousands of files come in turns, each as the file is by then", async () => {
  const model = new Findings();
  const problems = new Problems(model as never, window.createOutputChannel() as never);
  const uris = Array.from({ length: 2_000 }, (_, at) => Uri.file(`/w/src/part-${String(at)}.ts`));
  const files = new Map(uris.map((uri) => [uri.toString(), { uri, findings: [finding()], secret: undefined }]));
  model.replaceFolder({ folder: Uri.file("/w"), files } as never);
  assert.ok(fake.diagnostics.size < uris.length, "all at once");
  const [last] = uris.slice(-1);
  assert.ok(last);
  model.replaceDocument(last as never, 2, []);
  for (let turn = 0; turn < 1_000 && fake.diagnostics.size < uris.length; turn++)
    await new Promise((done) => setImmediate(done));
  assert.equal(fake.diagnostics.size, uris.length);
  assert.equal(fake.diagnostics.get(last.toString())?.length ?? 0, 0, "the mark of a text that is gone");
  problems.dispose();
});

void test("a folder that is closed takes the marks of its files along", () => {
  const model = new Findings();
  const problems = new Problems(model as never, window.createOutputChannel() as never);
  const scan = { folder: Uri.file("/w"), files: new Map([[file.toString(), { uri: file, findings: [finding()] }]]) };
  model.replaceFolder(scan as never);
  assert.equal(fake.diagnostics.get(file.toString())?.length, 1);
  model.forget([Uri.file("/w") as never]);
  assert.equal(fake.diagnostics.get(file.toString())?.length, 0);
  problems.dispose();
});

void test("nothing that was made is left alive", () => {
  const model = new Findings();
  const log = window.createOutputChannel();
  const parts = [new Badges(model as never, () => false), new Problems(model as never, log as never), model, log];
  assert.notDeepEqual(fake.undisposed(), []);
  for (const part of parts) part.dispose();
  assert.deepEqual(fake.undisposed(), []);
});

void test("one line above a file: how many, whether agents can read them, and the next step", () => {
  const model = scanned([finding(), finding({ at: 5 }), finding({ at: 7, tier: "weak" })]);
  const guard = new EventEmitter<void>();
  let isHidden = false;
  let canWrite = true;
  const lens = new FileLens({
    findings: model,
    isHidden: () => isHidden,
    canWrite: () => canWrite,
    onDidChangeGuard: guard.event as never,
  });
  let changes = 0;
  lens.onDidChangeCodeLenses(() => changes++);
  const shown = (uri = file): readonly string[] =>
    lens
      .provideCodeLenses({ uri } as never)
      .map(({ command }) => `${command?.title ?? ""} > ${command?.command ?? ""}`);
  assert.deepEqual(shown(), ["$(warning) agents can read these 2 secrets: protect > leastkey.protectWorkspace"]);
  assert.deepEqual(shown(Uri.file("/w/other.ts")), []);
  canWrite = false;
  assert.deepEqual(shown(), ["$(warning) agents can read these 2 secrets > leastkey.explainFinding"]);
  isHidden = true;
  guard.fire();
  assert.deepEqual(shown(), ["$(lock) 2 secrets, hidden from agents > leastkey.openAgentActivity"]);
  model.replaceDocument(file as never, 2, [finding()]);
  assert.deepEqual(shown(), ["$(lock) 1 secret, hidden from agents > leastkey.openAgentActivity"]);
  fake.set("leastkey.marks.codeLens", false);
  assert.deepEqual(shown(), []);
  assert.equal(changes, 3);
  lens.dispose();
  model.dispose();
  guard.dispose();
});
