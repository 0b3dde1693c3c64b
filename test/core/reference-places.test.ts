import assert from "node:assert/strict";
import test from "node:test";
import { referencesIn } from "../../src/core/reference-places.ts";

const cases: readonly (readonly [string, readonly string[]])[] = [
  ["A=leastkey://shop/production/stripe/key # note", ["leastkey://shop/production/stripe/key"]],
  ["B=leastkey://shop/production", ["leastkey://shop/production"]],
  ["A=op://My Vault/the item/field  # with spaces", ["op://My Vault/the item/field"]],
  ['a: "op://My Vault/item/field"', ["op://My Vault/item/field"]],
  ["x {{ op://v/my item/f }} {{ref+vault://secret/app#/k}}", ["op://v/my item/f", "ref+vault://secret/app#/k"]],
  ["url=postgres://u:ref+vault://secret/db#/pw+@host/db", ["ref+vault://secret/db#/pw"]],
  ["${vault:secret/data/app#user}:${bao:secret/data/app#pw}", ["vault:secret/data/app#user", "bao:secret/data/app#pw"]],
  [
    "\"keeper://UID/field/password\", 'pass://v/i/f', sm://p/s#2",
    ["keeper://UID/field/password", "pass://v/i/f", "sm://p/s#2"],
  ],
  ["secretref+awssecrets://app?region=eu-west-1#/key", ["secretref+awssecrets://app?region=eu-west-1#/key"]],
  ["(see leastkey://shop/test/mail/key).", ["leastkey://shop/test/mail/key"]],
  ["vault: kv\nbao: none\nstop://x\nhttps://a/b", []],
  ["leastkey:// and op://", []],
];

for (const [text, expected] of cases) {
  void test(`references in ${JSON.stringify(text)}`, () => {
    const found = referencesIn(text);
    assert.deepEqual(
      found.map(({ reference }) => reference),
      expected,
    );
    for (const { reference, start, end } of found) assert.equal(text.slice(start, end), reference);
  });
}
