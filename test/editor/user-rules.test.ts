import assert from "node:assert/strict";
import { existsSync, mkdtempSync, readFileSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import test, { after } from "node:test";
import { rowOf } from "../../src/audit/read.ts";
import { LeastkeyError } from "../../src/core/errors.ts";
import { Machine } from "../../src/editor/machine.ts";
import type { PreviewRequest } from "../../src/editor/preview.ts";
import { answerFromNowOn, showRules } from "../../src/editor/user-rules.ts";
import { linesOf } from "../../src/platform/trail-lines.ts";
import { fake, window } from "../fakes/vscode.ts";
import { programs } from "../sample/program.ts";

/** Real files and the real trail; the editor is a fake, and so is whoever answers the preview. */
const folder = realpathSync(mkdtempSync(join(tmpdir(), "leastkey-own-rules-")));
process.env["LEASTKEY_HOME"] = join(folder, "home");
fake.reset();
const machine = new Machine(resolve(programs));
const asked: PreviewRequest[] = [];
let isAgreed = true;
const ask = (request: PreviewRequest): Promise<void> => {
  asked.push(request);
  return isAgreed ? Promise.resolve() : Promise.reject(new LeastkeyError("cancelled", "no", "no"));
};
const parts = { machine, previews: { ask }, log: window.createOutputChannel() } as never;
after(async () => {
  await machine.dispose();
  rmSync(folder, { recursive: true, force: true });
});

const rows = () => [...linesOf(machine.home.trail)].flatMap(({ line }) => rowOf(line) ?? []);

async function refused() {
  const { audit } = await machine.ports();
  audit.append({
    action: "tool.call",
    outcome: "denied",
    attribution: "confirmed",
    agent: "claude-code",
    tool: "Bash",
    command: "cat .env",
    rule: "protected-path",
    reason: "Leastkey: .env holds credentials",
    cwd: "/shop",
  });
  const row = rows().at(-1);
  assert.ok(row);
  return row;
}

void test("the rule is shown as it will stand in its file, and nothing is written unless agreed to", async () => {
  isAgreed = false;
  const row = await refused();
  await assert.rejects(() => answerFromNowOn(row, "allow", parts), { code: "cancelled" });
  assert.ok(!existsSync(machine.home.rules));
  assert.equal(asked[0]?.title, "allow claude-code the command cat .env in /shop");
  assert.match(asked[0]?.notes?.join(" ") ?? "", /Only this call/);

  isAgreed = true;
  await answerFromNowOn(row, "allow", parts);
  assert.equal(readFileSync(machine.home.rules, "utf8"), asked[1]?.changes[0]?.after);
  assert.match(fake.messages.at(-1) ?? "", /allow claude-code the command cat \.env in \/shop from now on/);
  const change = rows().at(-1);
  assert.deepEqual([change?.action, change?.attribution], ["policy.change", "confirmed"]);
});

void test("a rule that is chosen in the list is taken out again, and both are on the trail", async () => {
  fake.answers.push(0);
  await showRules(parts);
  assert.ok(!existsSync(machine.home.rules));
  assert.match(rows().at(-1)?.reason ?? "", /r1 was taken out/);
  await showRules(parts);
  assert.match(fake.messages.at(-1) ?? "", /you have made no rules/);
});
