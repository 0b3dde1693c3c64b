import assert from "node:assert/strict";
import { leastkeyHome } from "../../src/platform/home.ts";
import { lastRows } from "../../src/platform/trail-read.ts";
import { scanned, succeed } from "./support.ts";

const actions = (): readonly string[] => lastRows(leastkeyHome(), 50).map(({ action }) => action);

suite("vault and trail", () => {
  suiteSetup(scanned);

  test("unlocking and locking say so and are on the trail", async () => {
    const [unlocked] = await succeed("leastkey.unlockVault");
    assert.match(unlocked ?? "", /the vault is unlocked/);
    const [locked] = await succeed("leastkey.lockVault");
    assert.match(locked ?? "", /the vault is locked/);
    assert.deepEqual(actions().slice(-2), ["vault.unlock", "vault.lock"]);
  });

  test("the trail verifies", async () => {
    const [said] = await succeed("leastkey.verifyAuditTrail");
    assert.match(said ?? "", /the audit trail verifies\. (All \d+ records are|Its 1 record is)/);
  });

  test("the commands that only show something do so without a fault", async () => {
    for (const command of ["openAgentActivity", "showLog", "maskSecrets", "revealSecrets"]) {
      assert.deepEqual(await succeed(`leastkey.${command}`), []);
    }
  });

  test("Scan Workspace counts what it found", async () => {
    const [said] = await succeed("leastkey.scanWorkspace");
    assert.match(said ?? "", /\d+ credentials in \d+ files, \d+ files looked at/);
  });
});
