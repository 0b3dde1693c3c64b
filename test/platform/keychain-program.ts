import assert from "node:assert/strict";
import { Secret } from "../../src/core/secret.ts";
import { embeddedVault } from "../../src/platform/embedded-vault.ts";
import { leastkeyHome } from "../../src/platform/home.ts";
import { systemKeychain } from "../../src/platform/keychain.ts";
import { nodeFiles } from "../../src/platform/node-files.ts";

/** Runs in a session of its own with a keychain: prints what happened, never the value. */
async function main([folder = ""]: readonly string[]): Promise<void> {
  const home = leastkeyHome({ LEASTKEY_HOME: folder });
  const keychain = await systemKeychain(home.root);
  if (keychain === undefined) {
    process.stdout.write("no keychain\n");
    return;
  }
  assert.equal(await keychain.get(), undefined);
  const open = () =>
    embeddedVault({
      home,
      files: nodeFiles(),
      clock: { now: () => 0 },
      env: {},
      ask: () => assert.fail("asked for a passphrase"),
    });
  const reference = "leastkey://shop/test/item/key";
  const vault = await open();
  await vault.set(reference, Secret.of("kept"));
  assert.equal(vault.status().wrapping, "keychain");
  const again = await open();
  assert.ok((await again.get(reference))?.equals(Secret.of("kept")));
  const kept = await keychain.get();
  assert.ok(kept !== undefined && keychain.keep(Secret.of("another")).equals(kept), "a second key replaced the first");
  assert.equal(await keychain.remove(), true);
  await assert.rejects((await open()).get(reference), { code: "vault.locked" });
  process.stdout.write("keychain works\n");
}

main(process.argv.slice(2)).catch((error: unknown) => {
  process.stdout.write(`${String(error)}\n`);
});
