import assert from "node:assert/strict";
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import test, { after, before, beforeEach } from "node:test";
import { setTimeout as wait } from "node:timers/promises";
import { Secret } from "../../src/core/secret.ts";
import { configureVault } from "../../src/editor/configure-vault.ts";
import { Findings } from "../../src/editor/findings.ts";
import { Machine } from "../../src/editor/machine.ts";
import { moveAllSecretsInFile } from "../../src/editor/move.ts";
import { referenceCompletion } from "../../src/editor/reference-completion.ts";
import { referenceCard, referenceHover } from "../../src/editor/reference-hover.ts";
import { ReferenceMarks } from "../../src/editor/reference-marks.ts";
import { ReferenceStates } from "../../src/editor/reference-states.ts";
import { putSecretBack } from "../../src/editor/restore.ts";
import { chosenVault } from "../../src/editor/vault-choice.ts";
import { tierOfReference } from "../../src/vaults/tiers.ts";
import { fake, Position, Range, window } from "../fakes/vscode.ts";
import { programs } from "../sample/program.ts";

/** The user's own program as a vault: a folder with one file a value. It is a real program, started as one. */
const store = `#!${process.execPath}
const fs = require("node:fs");
const [verb, path] = process.argv.slice(2);
const file = require("node:path").join(__dirname, "store", path.replaceAll("/", "_"));
if (verb === "get" && fs.existsSync(file)) process.stdout.write(fs.readFileSync(file));
else if (verb === "set") fs.writeFileSync(file, fs.readFileSync(0));
else if (verb === "remove" && fs.existsSync(file)) fs.rmSync(file);
else { console.error("not found"); process.exit(1); }
`;

const folder = mkdtempSync(join(tmpdir(), "leastkey-editor-vaults-"));
const program = join(folder, "my-vault");
const planted = ["planted", "Kq7", "vault"].join("-");
const log = window.createOutputChannel() as never;
let machine: Machine;

before(() => {
  mkdirSync(join(folder, "store"));
  writeFileSync(program, store);
  chmodSync(program, 0o755);
  Object.assign(process.env, { LEASTKEY_HOME: join(folder, "home"), LEASTKEY_PASSPHRASE: "correct horse" });
});
after(async () => {
  await machine.dispose();
  delete process.env["LEASTKEY_HOME"];
  delete process.env["LEASTKEY_PASSPHRASE"];
  rmSync(folder, { recursive: true, force: true });
});
beforeEach(() => {
  fake.reset();
  machine = new Machine(resolve(programs));
});

const parts = () => ({ machine, log }) as never;
const labels = (at: number): readonly string[] =>
  (fake.offered[at] ?? []).map((one) => (one as { label: string }).label);

void test("a vault is configured step by step: what fails is said and not written, what works is", async () => {
  const kinds = 15; // "your own command", the last of the list
  fake.answers.push(kinds, join(folder, "missing"), 0, 2, program, 4, "yes", 0);
  await configureVault(undefined, parts());
  assert.equal(labels(0).at(-1), "your own command");
  assert.deepEqual(labels(1).slice(0, 3), ["Test and Save", "settings", "program, with its full path"]);
  assert.match(fake.messages.at(-1) ?? "", /^Leastkey: your own command answers; its references are resolved/);
  const vaults = await machine.vaults();
  assert.deepEqual(
    vaults.usable().map(({ id }) => id),
    ["command"],
  );
});

void test("where a value goes is asked once there is a choice; a closed question moves nothing", async () => {
  fake.answers.push(1);
  assert.equal((await chosenVault(machine)).id, "command");
  assert.deepEqual(labels(0), ["Leastkey vault", "your own command"]);
  await assert.rejects(chosenVault(machine), /no vault was chosen/);
  fake.answers.push(5, 1); // after the test and the three settings; then another window is asked nothing
  await configureVault({ vault: "command" }, parts());
  assert.equal(labels(2).at(-2), "Move Secrets Here from Now On");
  assert.equal((await chosenVault(machine)).id, "command");
  assert.equal(fake.offered.length, 3, "nobody was asked");
  fake.answers.length = 0;
  fake.answers.push(5);
  await configureVault({ vault: "command" }, parts());
  assert.equal(labels(3).at(-2), "Move Secrets to the Leastkey Vault Again");
});

void test("marks, hover, completion and problems of references", async () => {
  const vaults = await machine.vaults();
  await vaults.set("command://shop/api", Secret.of(planted));
  const embedded = await machine.vault();
  await embedded.set("leastkey://shop/test/mail/key", Secret.of(planted));
  const states = new ReferenceStates(machine);
  const text = [
    "A=leastkey://shop/test/mail/key",
    "B=leastkey://shop/test/mail/other",
    "C=leastkey://shop/test",
    "D=command://shop/api",
    "E=op://vault/item/field",
    "F=ref+openbao://secret/app?address=http://evil#/k",
    "",
  ].join("\n");
  const document = fake.open(join(folder, ".env"), text);
  const editor = fake.edit(document, new Range(0, 0, 0, 0));
  const marks = new ReferenceMarks(parts(), states);
  const found = `leastkey-references ${document.uri.toString()}`;
  // drawn a moment after the last change, on a busy machine a longer one
  for (let tries = 0; tries < 100 && !fake.diagnostics.has(found); tries++) await wait(100);
  const drawn = [...editor.decorations.values()]
    .flat()
    .map((one) => (one as unknown as { range: Range }).range.start.line);
  assert.deepEqual(drawn, [0, 1]);
  const problems = fake.diagnostics.get(found) as readonly { range: Range; message: string }[];
  assert.deepEqual(
    problems.map(({ range, message }) => [range.start.line, message.slice(0, 40)]),
    [
      [1, "the vault holds nothing for this reference"],
      [2, "this is not a reference: it needs four parts"],
      [5, "this is no reference of OpenBao: it sets address"],
    ].map(([line, message]) => [line, String(message).slice(0, 40)]),
  );
  const token = { isCancellationRequested: false };
  const hover = referenceHover(states);
  const card = async (line: number): Promise<string> => {
    const made = await hover.provideHover(document as never, new Position(line, 4) as never, token as never);
    return JSON.stringify(made);
  };
  assert.match(await card(0), /It resolves: the vault holds a value/);
  assert.match(await card(3), /was not asked.*leastkey\.checkReference/);
  assert.deepEqual(await states.ask("command://shop/api", { asked: true }), { kind: "there" });
  assert.match(await card(3), /It resolves/);
  assert.deepEqual(await states.ask("command://shop/none", { asked: true }), { kind: "missing" });
  assert.match(await card(4), /1Password is not configured here.*op run.*leastkey\.configureVault/);
  for (const one of [await card(0), await card(3), JSON.stringify(problems)]) assert.ok(!one.includes(planted));
  const completion = referenceCompletion(states);
  const typed = fake.open(join(folder, "a.env"), "X=leastkey://sh");
  const items = await completion.provideCompletionItems(
    typed as never,
    new Position(0, 15) as never,
    token as never,
    {} as never,
  );
  assert.deepEqual(
    (items as readonly { label: string }[]).map(({ label }) => label),
    ["leastkey://shop/test/mail/key"],
  );
  marks.dispose();
  states.dispose();
});

/** What a move needs of the editor beside the vaults and the files. */
const around = () => ({
  machine,
  log,
  findings: new Findings(),
  documents: { settled: () => Promise.resolve() },
  scan: { update: () => Promise.resolve(), report: () => undefined },
  previews: { ask: () => Promise.resolve() },
});

void test("a secret is moved to the vault that the user chose, and put back from there", async () => {
  const root = join(folder, "shop");
  mkdirSync(root);
  const source = `MAIL_PASSWORD=${planted}\n`;
  const path = join(root, ".env");
  writeFileSync(path, source);
  fake.openFolder(root);
  const document = fake.open(path, source);
  fake.edit(document, new Range(0, 0, 0, 0));
  const using = around();
  fake.answers.push(1); // the second vault
  await moveAllSecretsInFile(
    undefined,
    using as never,
    { findings: using.findings, settled: using.documents.settled } as never,
  );
  const moved = readFileSync(path, "utf8");
  assert.match(moved, /^MAIL_PASSWORD=command:\/\/shop\/default\//);
  assert.match(fake.messages.at(-1) ?? "", /MAIL_PASSWORD is in your own command now/);
  const reference = moved.trim().split("=")[1] ?? "";
  assert.equal((await (await machine.vaults()).get(reference))?.reveal(), planted);
  const trail = readFileSync(join(folder, "home", "audit", "trail.jsonl"), "utf8");
  assert.ok(trail.includes(reference) && !trail.includes(planted));
  document.isDirty = false;
  machine = new Machine(resolve(programs)); // another window, or the command line moved it
  await putSecretBack({ reference }, { ...using, machine } as never);
  assert.equal(readFileSync(path, "utf8"), source);
});

void test("a card says what each state means and never more than that", () => {
  const facts = { id: "openbao", title: "OpenBao" } as never;
  const reference = "ref+openbao://database/creds/report#/password";
  assert.match(referenceCard(reference, { kind: "made" }), /key password of database/);
  const tier = tierOfReference(reference, { wrapping: "keychain", hasPolicy: false }, true);
  assert.match(referenceCard(reference, { kind: "made" }, tier), /\*\*T4 remote\*\* Made on another machine/);
  const first = tierOfReference("leastkey://shop/dev/mail/key", { wrapping: "keychain", hasPolicy: false });
  assert.match(referenceCard(reference, { kind: "there" }, first), /\*\*T0 out of files\*\* .*T1 needs/);
  assert.match(referenceCard(reference, { kind: "unconfigured", facts }), /configureVault/);
  assert.match(referenceCard(reference, { kind: "locked" }), /unlockVault/);
  assert.match(referenceCard(reference, { kind: "failed", why: "it is sealed" }), /sealed/);
});
