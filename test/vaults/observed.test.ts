import assert from "node:assert/strict";
import test from "node:test";
import { LeastkeyError } from "../../src/core/errors.ts";
import type { RemoteVault } from "../../src/vaults/backend.ts";
import { type Opened, observed } from "../../src/vaults/observed.ts";

/** A vault (fake) that answers as it is told. */
function vault(get: () => Promise<undefined>): RemoteVault {
  return {
    id: "fake",
    title: "Fake",
    resolves: () => true,
    referenceFor: () => "",
    get,
    makes: () => Promise.resolve(false),
    set: () => Promise.resolve(),
    remove: () => Promise.resolve(false),
    list: () => Promise.resolve([]),
    check: () => Promise.resolve({ may: [], lacks: [] }),
    leases: () => [],
    end: () => Promise.resolve([]),
  };
}

void test("the first answer tells whether the vault was opened, and the next ones nothing", async () => {
  const told: Opened[] = [];
  const open = observed(
    vault(() => Promise.resolve(undefined)),
    (opened) => told.push(opened),
  );
  await open.get("a");
  await open.list();
  assert.deepEqual(told, ["done"]);
});

void test("a refused login is told; an unreachable server is no login", async () => {
  for (const [code, expected] of [
    ["vault.denied", ["failed"]],
    ["vault.unreachable", []],
  ] as const) {
    const told: Opened[] = [];
    const failing = observed(
      vault(() => Promise.reject(new LeastkeyError(code, "no", "no"))),
      (opened) => told.push(opened),
    );
    await assert.rejects(() => failing.get("a"), { code });
    assert.deepEqual(told, expected);
  }
});
