import assert from "node:assert/strict";
import test from "node:test";
import { format, inspect } from "node:util";
import fc from "fast-check";
import { Secret } from "../../src/core/secret.ts";

void test("no way of printing a secret shows a part of it", () => {
  fc.assert(
    fc.property(
      fc.string({ minLength: 4 }).filter((text) => !'[secret]{}:"Secret value'.includes(text)),
      (value) => {
        const secret = Secret.of(value);
        const printed = [
          String(secret),
          `${secret}`, // oxlint-disable-line typescript/restrict-template-expressions -- that is the test
          "" + secret, // oxlint-disable-line typescript/restrict-plus-operands -- that is the test
          JSON.stringify({ secret }),
          inspect(secret, { depth: 9, showHidden: true }),
          format("%s %o %j", secret, secret, secret),
          Object.entries(secret).join(),
          JSON.stringify(structuredClone(Object.assign({}, secret))),
        ];
        for (const text of printed) assert.equal(text.includes(value), false);
      },
    ),
  );
});

void test("reveal gives the value back and equals compares it", () => {
  fc.assert(
    fc.property(fc.string(), fc.string(), (a, b) => {
      assert.equal(Secret.of(a).reveal(), a);
      assert.equal(Secret.of(a).equals(Secret.of(b)), a === b);
    }),
  );
});
