import assert from "node:assert/strict";
import test from "node:test";
import fc from "fast-check";
import { recogniseReference, referenceWithin } from "../../src/core/reference.ts";
import { formatReference, isOurReference, parseReference, referencePart } from "../../src/vaults/reference.ts";

const part = fc.stringMatching(/^[A-Za-z0-9_.-]{1,20}$/).filter((text) => text !== "." && text !== "..");

void test("a reference survives being written and read", () => {
  fc.assert(
    fc.property(part, part, part, part, (project, environment, item, field) => {
      const reference = { project, environment, item, field };
      const text = formatReference(reference);
      assert.deepEqual(parseReference(text), reference);
      assert.ok(isOurReference(text));
      assert.equal(recogniseReference(text)?.by, "leastkey");
    }),
  );
});

void test("any text makes a part that a reference may hold", () => {
  fc.assert(
    fc.property(fc.string({ unit: "grapheme" }), (text) => {
      const item = referencePart(text, "item");
      formatReference({ project: "p", environment: "e", item, field: "f" });
    }),
  );
  assert.equal(referencePart("My Shop (EU)", "x"), "My-Shop-EU");
});

for (const text of [
  "",
  "leastkey://",
  "leastkey://a/b/c",
  "leastkey://a/b/c/d/e",
  "leastkey://a/b/c/ü",
  "leastkey://a/../c/d",
  "op://a/b/c",
  "leastkey://a/b//d",
]) {
  void test(`not a reference: ${text}`, () => {
    assert.ok(!isOurReference(text));
    assert.throws(
      () => parseReference(text),
      (error: unknown) => {
        assert.ok(error instanceof Error && "code" in error);
        assert.equal(error.code, "reference.invalid");
        return text.length < 12 || !error.message.includes(text);
      },
    );
  });
}

/** Every form of the field's tools that is a string, from their documentation. */
const known: readonly (readonly [string, string])[] = [
  ["op://Shop/Stripe/credential", "1Password"],
  ["op://Shop Vault/Stripe.com/keys/api-key?attribute=otp", "1Password"],
  ["op://$APP_ENV/db/password", "1Password"],
  ["ref+vault://secret/app/stripe#/api_key", "vals"],
  ["ref+awssecrets://name?region=eu-west-1#/key", "vals"],
  ["secretref+gcpsecrets://project/secret?version=2", "vals"],
  ["vault:secret/data/account#password", "Vault (bank-vaults)"],
  ["bao:secret/data/account#password#3", "Vault (bank-vaults)"],
  [">>vault:pki/root/generate/internal#certificate", "Vault (bank-vaults)"],
  ["vault:secret/data/a#${.password | urlquery}".replace(" | ", "|"), "Vault (bank-vaults)"],
  ["keeper://6ya_fdc6xTtcAQXzz1cLnQ/field/password", "Keeper"],
  ["pass://Shop/Stripe/api key", "Proton Pass"],
  ["sm://my-project/my-secret#2", "Google Secret Manager"],
  ["${sm@my-secret}", "Google Secret Manager"],
  ["op(op://dev/shop/key)", "varlock"],
  ['awsSecret("name#key")', "varlock"],
  ["exec(`leastkey read leastkey://a/b/c/d`)", "varlock"],
  ["doppler://PROJECT/dev", "secret provider address"],
  ["{{resolve:secretsmanager:MySecret:SecretString:password}}", "AWS CloudFormation"],
  ["@Microsoft.KeyVault(SecretUri=https://v.vault.azure.net/secrets/n)", "Azure App Service"],
  ["@Microsoft.KeyVault(VaultName=v;SecretName=n)", "Azure App Service"],
  ["${{ secrets.STRIPE_KEY }}", "CI expression"],
  ["ENC[AES256_GCM,data:abc=,iv:def=,tag:ghi=,type:str]", "SOPS"],
  ["encrypted:BDqDBibm4wsYqMpCjTQ6BsDHmMadg9K3dAt", "dotenvx"],
];
for (const [text, system] of known) {
  void test(`recognised: ${text}`, () => {
    assert.equal(recogniseReference(text)?.system, system);
  });
}

for (const text of [
  "opaque",
  "postgres://u:p@h/d",
  "https://example.com/a/b",
  "vault",
  "vault: see the wiki #3",
  "encrypted",
  "op://",
  "ref+",
]) {
  void test(`not recognised: ${text}`, () => {
    assert.equal(recogniseReference(text), undefined);
  });
}

void test("references inside longer values are seen", () => {
  assert.equal(referenceWithin("postgres://u:ref+vault://db/app#/pw+@host/d")?.system, "vals");
  assert.equal(referenceWithin("mysql://${vault:secret/data/a#user}:x@h")?.system, "Vault (bank-vaults)");
  assert.equal(referenceWithin("key: {{ op://a/b/c }}")?.system, "1Password");
  assert.equal(referenceWithin("postgres://u:p@h/d"), undefined);
});

void test("recognising stays linear on hostile text", () => {
  const started = performance.now();
  for (const seed of ["op(", "ref+a://", "vault:a#${", "${sm@", "exec((((("]) {
    recogniseReference(seed.repeat(2000).slice(0, 4096));
    referenceWithin(seed.repeat(20_000).slice(0, 65_536));
  }
  assert.ok(performance.now() - started < 500);
});
