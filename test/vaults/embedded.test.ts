import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import test, { type TestContext } from "node:test";
import { inspect } from "node:util";
import fc from "fast-check";
import { Secret } from "../../src/core/secret.ts";
import { leastkeyHome } from "../../src/platform/home.ts";
import { nodeFiles } from "../../src/platform/node-files.ts";
import { encryptFor } from "../../src/vaults/age.ts";
import { type EmbeddedVaultOptions, openEmbeddedVault } from "../../src/vaults/embedded.ts";
import type { Keychain } from "../../src/vaults/vault-key.ts";

const passphrase = "correct horse battery";
const reference = "leastkey://shop/production/stripe/key";
const planted = ["planted", "Zx81", "qQ"].join("-");

function folder(t: TestContext): string {
  const path = mkdtempSync(join(tmpdir(), "leastkey-vault-"));
  t.after(() => {
    rmSync(path, { recursive: true, force: true });
  });
  return path;
}

function options(root: string, given: Partial<EmbeddedVaultOptions> = {}): EmbeddedVaultOptions {
  return {
    home: leastkeyHome({ LEASTKEY_HOME: root }),
    files: nodeFiles(),
    clock: { now: () => Date.parse("2026-11-24T06:00:00Z") },
    keychain: undefined,
    passphrase: () => Promise.resolve(Secret.of(passphrase)),
    workFactor: 1,
    ...given,
  };
}

function keychainInMemory(): Keychain & { key: Secret | undefined } {
  return {
    title: "test keychain",
    key: undefined,
    get() {
      return Promise.resolve(this.key);
    },
    keep(candidate) {
      this.key ??= candidate;
      return this.key;
    },
    remove() {
      const had = this.key !== undefined;
      this.key = undefined;
      return Promise.resolve(had);
    },
  };
}

void test("an empty home answers without asking for anything", async (t) => {
  const vault = openEmbeddedVault(options(folder(t), { passphrase: () => assert.fail("asked for a passphrase") }));
  assert.deepEqual(await vault.list(), []);
  assert.equal(await vault.get(reference), undefined);
  assert.equal(vault.status().exists, false);
  assert.equal(vault.status().wrapping, undefined);
});

void test("set, get, list, overwrite, remove", async (t) => {
  const vault = openEmbeddedVault(options(folder(t)));
  await vault.set(reference, Secret.of("one-value"));
  await vault.set(reference, Secret.of("one-value"));
  await assert.rejects(vault.set(reference, Secret.of("two")), { code: "vault.exists" });
  await vault.set(reference, Secret.of("two"), { overwrite: true });
  assert.ok((await vault.get(reference))?.equals(Secret.of("two")));
  assert.deepEqual(await vault.list(), [{ reference, updated: "2026-11-24T06:00:00.000Z" }]);
  assert.equal(await vault.remove(reference), true);
  assert.equal(await vault.remove(reference), false);
  assert.equal(await vault.get(reference), undefined);
});

void test("many at once: all of them, or none where one is taken", async (t) => {
  const given = options(folder(t));
  const vault = openEmbeddedVault(given);
  const item = (name: string, value: string) => ({
    reference: `leastkey://shop/test/${name}/key`,
    value: Secret.of(value),
  });
  await vault.setAll?.([item("a", "one"), item("b", "two"), item("a", "one")]);
  assert.equal((await vault.list()).length, 2);
  await assert.rejects(vault.setAll?.([item("c", "three"), item("a", "other")]) ?? Promise.resolve(), {
    code: "vault.exists",
  });
  assert.equal(await openEmbeddedVault(given).get("leastkey://shop/test/c/key"), undefined, "none of them");
  assert.equal((await openEmbeddedVault(given).get("leastkey://shop/test/a/key"))?.reveal(), "one");
});

void test("any value comes back as it went in, in another process's eyes too", async (t) => {
  const root = folder(t);
  await fc.assert(
    fc.asyncProperty(fc.string({ unit: "binary" }), async (value) => {
      await openEmbeddedVault(options(root)).set(reference, Secret.of(value), { overwrite: true });
      assert.ok((await openEmbeddedVault(options(root)).get(reference))?.equals(Secret.of(value)));
    }),
    { numRuns: 40, examples: [["line\nline\r\n\0end"], ["\ud800"], ["🔑\"'`\\"], ["m".repeat(1_048_576)]] },
  );
});

void test("neither value nor passphrase is readable in any file, and nothing prints itself", async (t) => {
  const root = folder(t);
  const vault = openEmbeddedVault(options(root));
  await vault.set(reference, Secret.of(planted));
  const { vault: file, vaultKey } = leastkeyHome({ LEASTKEY_HOME: root });
  for (const path of [file, vaultKey]) {
    const bytes = readFileSync(path, "latin1");
    for (const word of [planted, passphrase, reference]) assert.ok(!bytes.includes(word));
    assert.equal(statSync(path).mode & 0o777, 0o600);
  }
  assert.ok(!inspect(vault, { depth: 9, showHidden: true }).includes(planted));
});

void test("a wrong passphrase is told as such, and the right one works afterwards", async (t) => {
  const root = folder(t);
  await openEmbeddedVault(options(root)).set(reference, Secret.of(planted));
  let answer = "wrong";
  const vault = openEmbeddedVault(options(root, { passphrase: () => Promise.resolve(Secret.of(answer)) }));
  await assert.rejects(vault.get(reference), { code: "vault.passphrase" });
  await assert.rejects(vault.set(reference, Secret.of("x")), { code: "vault.passphrase" });
  assert.equal(vault.status().unlocked, false);
  answer = passphrase;
  await vault.unlock();
  assert.equal(vault.status().unlocked, true);
  vault.lock();
  assert.equal(vault.status().unlocked, false);
});

void test("an empty new passphrase is refused and makes nothing", async (t) => {
  const root = folder(t);
  const vault = openEmbeddedVault(options(root, { passphrase: () => Promise.resolve(Secret.of("")) }));
  await assert.rejects(vault.set(reference, Secret.of("x")), { code: "vault.passphrase" });
  assert.ok(!existsSync(leastkeyHome({ LEASTKEY_HOME: root }).vaultKey));
});

void test("with a keychain the key is there and nowhere else; without it later, the vault says so", async (t) => {
  const root = folder(t);
  const keychain = keychainInMemory();
  await openEmbeddedVault(options(root, { keychain })).set(reference, Secret.of(planted));
  const home = leastkeyHome({ LEASTKEY_HOME: root });
  assert.ok(!existsSync(home.vaultKey));
  assert.equal(openEmbeddedVault(options(root, { keychain })).status().wrapping, "keychain");
  assert.ok((await openEmbeddedVault(options(root, { keychain })).get(reference))?.equals(Secret.of(planted)));
  await assert.rejects(openEmbeddedVault(options(root)).get(reference), { code: "vault.unreachable" });
  await assert.rejects(openEmbeddedVault(options(root)).set(reference, Secret.of("y")), { code: "vault.unreachable" });
  const emptied = keychainInMemory();
  await assert.rejects(openEmbeddedVault(options(root, { keychain: emptied })).get(reference), {
    code: "vault.locked",
  });
  assert.equal(emptied.key, undefined, "an existing vault never gets a second key");
});

void test("damaged, torn and newer files are refused and left as they are", async (t) => {
  const root = folder(t);
  const keychain = keychainInMemory();
  const vault = openEmbeddedVault(options(root, { keychain }));
  await vault.set(reference, Secret.of(planted));
  const { vault: path } = leastkeyHome({ LEASTKEY_HOME: root });
  const whole = readFileSync(path);
  const { identityToRecipient } = await import("age-encryption");
  const recipient = await identityToRecipient(keychain.key?.reveal() ?? "");
  const flipped = Buffer.from(whole);
  flipped[flipped.length - 1] = (flipped.at(-1) ?? 0) ^ 1;
  const cases: readonly (readonly [string, Uint8Array])[] = [
    ["torn", whole.subarray(0, whole.length - 20)],
    ["empty", new Uint8Array()],
    ["one bit", flipped],
    ["not age", Buffer.from("hello")],
    ["not JSON", await encryptFor(recipient, `${planted} is not JSON`)],
    ["newer", await encryptFor(recipient, JSON.stringify({ version: 2, items: {} }))],
    ["no items", await encryptFor(recipient, JSON.stringify({ version: 1 }))],
    ["odd item", await encryptFor(recipient, JSON.stringify({ version: 1, items: { [reference]: { value: 5 } } }))],
  ];
  for (const [what, bytes] of cases) {
    writeFileSync(path, bytes);
    for (const act of [() => vault.get(reference), () => vault.set(reference, Secret.of("n"), { overwrite: true })]) {
      await assert.rejects(act(), (error: unknown) => {
        assert.ok(error instanceof Error && "code" in error, what);
        assert.equal(error.code, "vault.corrupt", what);
        assert.ok(!inspect(error).includes(planted), `${what}: the value is in the error`);
        return true;
      });
    }
    assert.deepEqual(readFileSync(path), Buffer.from(bytes), what);
  }
});

void test("the copy from before the last change is there", async (t) => {
  const root = folder(t);
  const vault = openEmbeddedVault(options(root));
  await vault.set(reference, Secret.of("one"));
  const { vault: path } = leastkeyHome({ LEASTKEY_HOME: root });
  const first = readFileSync(path);
  await vault.set("leastkey://shop/production/other/key", Secret.of("two"));
  assert.deepEqual(readFileSync(`${path}.bak`), first);
});

void test("two writers at once lose nothing, also on an empty home", async (t) => {
  const root = folder(t);
  const writers = [1, 2, 3].map((writer) =>
    (async () => {
      const vault = openEmbeddedVault(options(root));
      for (let at = 0; at < 8; at++)
        await vault.set(`leastkey://shop/test/w${writer}/k${at}`, Secret.of(`v${writer}${at}`));
    })(),
  );
  await Promise.all(writers);
  assert.equal((await openEmbeddedVault(options(root)).list()).length, 24);
});

const age = spawnSync("age", ["--version"]).error === undefined;
void test("Debian's age opens the vault with the key", { skip: age ? false : "age is not installed" }, async (t) => {
  const root = folder(t);
  const keychain = keychainInMemory();
  await openEmbeddedVault(options(root, { keychain })).set(reference, Secret.of(planted));
  const key = join(root, "identity.txt");
  writeFileSync(key, `${keychain.key?.reveal() ?? ""}\n`, { mode: 0o600 });
  const run = spawnSync("age", ["--decrypt", "--identity", key, leastkeyHome({ LEASTKEY_HOME: root }).vault], {
    encoding: "utf8",
  });
  assert.equal(run.status, 0, run.stderr);
  const document: unknown = JSON.parse(run.stdout);
  assert.deepEqual(Object.keys((document as { items: object }).items), [reference]);
  assert.ok(run.stdout.includes(planted));
});

void test("what Debian's age encrypts, the vault opens", { skip: age ? false : "age is not installed" }, async (t) => {
  const root = folder(t);
  const keychain = keychainInMemory();
  const vault = openEmbeddedVault(options(root, { keychain }));
  await vault.set(reference, Secret.of("first"));
  const { identityToRecipient } = await import("age-encryption");
  const recipient = await identityToRecipient(keychain.key?.reveal() ?? "");
  const item = { value: planted, created: "2026-01-01T00:00:00.000Z", updated: "2026-01-01T00:00:00.000Z" };
  const run = spawnSync("age", ["--encrypt", "--recipient", recipient], {
    input: JSON.stringify({ version: 1, items: { [reference]: item } }),
  });
  assert.equal(run.status, 0);
  writeFileSync(leastkeyHome({ LEASTKEY_HOME: root }).vault, run.stdout);
  assert.ok((await vault.get(reference))?.equals(Secret.of(planted)));
});
