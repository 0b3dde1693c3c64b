import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, realpathSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import test, { after } from "node:test";
import { Findings } from "../../src/editor/findings.ts";
import { Machine } from "../../src/editor/machine.ts";
import { WorkspaceScan } from "../../src/editor/workspace-scan.ts";
import { fake, window } from "../fakes/vscode.ts";
import { programs } from "../sample/program.ts";

const base = realpathSync(mkdtempSync(join(tmpdir(), "leastkey-gone-")));
const shop = join(base, "shop");
process.env["LEASTKEY_HOME"] = join(base, "home");
mkdirSync(shop);
const value = ["Hq", "7nPz2", "LkW9v", "Xt4mB8", "r6"].join("");
writeFileSync(join(shop, ".env"), `API_TOKEN=${value}\n`);
fake.reset();
fake.openFolder(shop);
const machine = new Machine(resolve(programs));
const findings = new Findings();
const scan = new WorkspaceScan(findings, machine, window.createOutputChannel() as never);
after(async () => {
  scan.dispose();
  await machine.dispose();
  rmSync(base, { recursive: true, force: true });
});

void test("a folder that is away is no folder without secrets: what is known of it is kept", async () => {
  const [known] = await scan.run(10 as never);
  assert.ok(known !== undefined && known.report.findings.length > 0);
  renameSync(shop, `${shop}-away`);
  await assert.rejects(() => scan.run(10 as never), { code: "file.unreadable" });
  await scan.update(known.folder, [".env"]);
  assert.deepEqual(scan.report(known.folder), known.report);
  assert.ok(findings.files().length > 0);
  renameSync(`${shop}-away`, shop);
  const [again] = await scan.run(10 as never);
  assert.equal(again?.report.findings.length, known.report.findings.length);
});
