import assert from "node:assert/strict";
import { existsSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import test, { after } from "node:test";
import { rowOf } from "../../src/audit/read.ts";
import { labelCredential } from "../../src/editor/label-credential.ts";
import { Machine } from "../../src/editor/machine.ts";
import { linesOf } from "../../src/platform/trail-lines.ts";
import { parsePolicy } from "../../src/policy/parse-policy.ts";
import { fake, window } from "../fakes/vscode.ts";
import { programs } from "../sample/program.ts";

/** Real files and the real trail; the editor, and who answers in it, are fakes. */
const folder = realpathSync(mkdtempSync(join(tmpdir(), "leastkey-label-")));
process.env["LEASTKEY_HOME"] = join(folder, "home");
fake.reset();
const machine = new Machine(resolve(programs));
let refreshed = 0;
const guard = { refresh: () => Promise.resolve(void refreshed++) };
const parts = { machine, guard, log: window.createOutputChannel() } as never;
const reference = "leastkey://shop/staging/crm/token";
after(async () => {
  await machine.dispose();
  rmSync(folder, { recursive: true, force: true });
});

const labels = () => parsePolicy(readFileSync(machine.home.policy, "utf8"), "p").policy?.labels ?? [];
const relabel = async (...answers: readonly unknown[]): Promise<void> => {
  fake.answers.push(...answers);
  await labelCredential({ reference }, parts);
};

void test("what is closed changes nothing", async () => {
  await relabel(undefined);
  assert.equal(existsSync(machine.home.policy), false);
});

void test("hosts and environment are written into the user's own policy, one after the other, and the hook is told", async () => {
  await relabel(1, "crm.example.com, *.Example.org");
  await relabel(0, 1);
  const [label] = labels();
  assert.equal(label?.match, reference);
  assert.deepEqual(
    [label.environment, label.hosts, label.service],
    ["test", ["crm.example.com", "*.example.org"], "crm"],
  );
  assert.equal(refreshed, 2);
  const reasons = [...linesOf(machine.home.trail)].flatMap(({ line }) => rowOf(line)?.reason ?? []);
  assert.deepEqual(reasons, [
    "a human labelled it: hosts crm.example.com, *.example.org",
    "a human labelled it: environment test",
  ]);
});

void test("a policy with an error is not written over", async () => {
  const broken = "agents: [\n";
  writeFileSync(machine.home.policy, broken);
  await assert.rejects(relabel(0, 2), /your own policy\.yaml:\d/);
  assert.equal(readFileSync(machine.home.policy, "utf8"), broken);
});
