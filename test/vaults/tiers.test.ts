import assert from "node:assert/strict";
import test from "node:test";
import { tierOf, tierOfReference } from "../../src/vaults/tiers.ts";

const facts = { wrapping: "keychain", asksHuman: false, isMade: false, hasPolicy: false } as const;
const embedded = "leastkey://shop/dev/mail/key";

void test("a secret has the highest tier whose needs are met, and is told what the next one needs", () => {
  const steps = [
    facts,
    { ...facts, wrapping: "passphrase" as const },
    { ...facts, hasPolicy: true },
    { ...facts, hasPolicy: true, isSandboxed: true },
    { ...facts, isMade: true },
  ].map((one) => tierOf(one));
  assert.deepEqual(
    steps.map(({ tier }) => tier),
    [0, 1, 2, 3, 4],
  );
  for (const { tier, title, next } of steps) {
    assert.ok(title.startsWith(`T${String(tier)} `));
    assert.equal(next?.slice(0, 3), tier === 4 ? undefined : `T${String(tier + 1)} `);
  }
  assert.equal(tierOf({ ...facts, isSandboxed: true }).tier, 0, "a sandbox alone hides no value that is handed over");
});

void test("by its form alone, a reference elsewhere is no better than one here, unless its vault asks", () => {
  const known = { wrapping: "passphrase", hasPolicy: false } as const;
  assert.equal(tierOfReference(embedded, known).tier, 1);
  assert.equal(tierOfReference("ref+openbao://secret/shop#/key", known).tier, 0);
  assert.equal(tierOfReference("op://shop/mail/key", known).tier, 1);
  assert.equal(tierOfReference("ref+openbao://database/creds/report#/password", known, true).tier, 4);
});
