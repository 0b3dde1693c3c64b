import assert from "node:assert/strict";
import test from "node:test";
import { buildAutomaton, createHits, findHits, patternsOf } from "../../../src/core/detect/automaton.ts";
import { detect, detectText } from "../../../src/core/detect/engine.ts";
import { buildPrefilter } from "../../../src/core/detect/prefilter.ts";
import { seededRandom } from "../../../src/core/detect/random.ts";
import { providers } from "../../../src/core/detect/rules/index.ts";
import { secretByName } from "../../../src/core/detect/secret-names.ts";
import { suggestedName } from "../../../src/core/detect/suggested-name.ts";
import { awsAccountOf } from "../../../src/core/detect/validate/aws-account.ts";
import { base62Checksum, crc32 } from "../../../src/core/detect/validate/crc32.ts";
import type { Classification } from "../../../src/core/finding.ts";

const random = seededRandom(77);
const token = random.chars("abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789", 22);

void test("four cursors find exactly what one finds", () => {
  const automaton = buildAutomaton(["token", "to", "password", "sk_live_", "ass"]);
  const source = Array.from({ length: 400 }, () =>
    random.pick(["token ", "PASSWORD", "x", "sk_Live_", "tto", "\n", "assword"]),
  ).join("");
  const bytes = Buffer.from(source);
  const found = createHits();
  findHits(automaton, bytes, found);
  const many: string[] = [];
  for (let hit = 0; hit < found.count; hit += 1) {
    for (const pattern of patternsOf(automaton, found.pairs[hit * 2] ?? 0))
      many.push(`${pattern}@${found.pairs[hit * 2 + 1]}`);
  }
  const expected = ["token", "to", "password", "sk_live_", "ass"].flatMap((pattern, number) =>
    [...source.toLowerCase().matchAll(new RegExp(`(?=${pattern})`, "g"))].map(
      (match) => `${number}@${match.index + pattern.length}`,
    ),
  );
  assert.deepEqual(many.toSorted(), expected.toSorted());
});

void test("a short text gives the same hits before and after the automaton is there", () => {
  const [young, built] = [buildPrefilter(providers), buildPrefilter(providers)];
  built.find(Buffer.alloc(10_000, "x"), () => assert.fail("nothing stands in it"));
  const hitsOf = ({ find }: typeof young, text: string): string[] => {
    const hits: string[] = [];
    find(Buffer.from(text), (literal, end) => hits.push(`${String(literal)}@${String(end)}`));
    return hits;
  };
  let total = 0;
  for (let round = 0; round < 200; round += 1) {
    const words = Array.from({ length: 12 }, () => random.pick(["\n", "=", "ü😀", "Xy", "to", ...young.literals]));
    const text = words.map((word) => (round % 2 === 0 ? word : word.toUpperCase())).join("");
    const hits = hitsOf(young, text);
    assert.deepEqual(hits, hitsOf(built, text));
    total += hits.length;
  }
  assert.ok(total > 1000);
});

void test("places count UTF-16 units, whatever stands before", () => {
  const text = `const emoji = "😀ü漢";\nconst apiKey = "${token}";\n`;
  for (const found of [detectText("a.ts", text), detect({ path: "a.ts", content: Buffer.from(text) })]) {
    assert.deepEqual(
      found.map(({ place }) => [text.slice(place.start, place.end), place.line, place.column]),
      [[token, 2, 17]],
    );
  }
});

void test("UTF-16 files are read, binary files are not", () => {
  const text = `api_token=${token}\n`;
  const little = Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(text, "utf16le")]);
  const big = Buffer.concat([Buffer.from([0xfe, 0xff]), Buffer.from(text, "utf16le").swap16()]);
  assert.equal(detect({ path: "a.ini", content: little })[0]?.value.reveal(), token);
  assert.equal(detect({ path: "a.ini", content: big })[0]?.value.reveal(), token);
  assert.deepEqual(detect({ path: "a.ini", content: Buffer.concat([Buffer.from([0]), Buffer.from(text)]) }), []);
});

void test("an inline comment lets a rule's finding stand, on its line and the next", () => {
  const line = `apiKey = "${token}"`;
  const count = (text: string): number => detectText("a.py", text).length;
  assert.equal(count(`${line}  # leastkey:allow generic-secret a public key`), 0);
  assert.equal(count(`# leastkey:allow * reviewed\n${line}`), 0);
  assert.equal(count(`${line}  # leastkey:allow stripe-secret-key`), 1);
  assert.equal(count(`# leastkey:allow generic-secret\n\n\n${line}`), 1);
});

void test("references are never findings", () => {
  for (const value of [
    "op://vault/item/field9",
    "leastkey://prod/k9",
    "ref+vault://a/b#c9",
    "${DB_PASSWORD9}",
    "${{ secrets.TOKEN9 }}",
    "ENC[AES256_GCM,data:x9Yz]",
    "encrypted:BAk39sjXq",
    "process.env.TOKEN9",
    "$(cat /run/secrets/x9)",
  ]) {
    for (const [path, text] of [
      ["a.env", `API_TOKEN=${value}\n`],
      ["a.yaml", `api_token: "${value}"\n`],
      ["a.ts", `const apiToken = "${value}";\n`],
    ] as const) {
      assert.deepEqual(
        detectText(path, text).map(({ rule }) => rule),
        [],
        `${path} ${value}`,
      );
    }
  }
});

void test("environment: the token, then the file, then the key, then the host", () => {
  const environment = (path: string, text: string): string | undefined =>
    detectText(path, text)[0]?.classification.environment;
  const live = `sk_${"live"}_${token}`;
  assert.equal(environment(".env.staging", `K=${live}`), "production");
  assert.equal(environment(".env.staging", `PROD_API_TOKEN=${token}`), "staging");
  assert.equal(environment("settings.env", `PROD_API_TOKEN=${token}`), "production");
  assert.equal(environment("a.yaml", `staging:\n  api_token: ${token}\n`), "staging");
  assert.equal(environment("a.conf", `url = postgres://a:${token}@db.prod.shop-corp.net/x`), "production");
  assert.equal(environment("a.conf", `api_token = ${token}`), "unknown");
});

void test("secret by name", () => {
  const secret = [
    ".env",
    ".env.local",
    "a/b/.env.production",
    "prod.env",
    "id_ed25519",
    "keys/id_rsa",
    "server.key",
    "tls.pem",
    "x.p12",
    ".npmrc",
    ".netrc",
    ".pgpass",
    ".git-credentials",
    "prod.tfvars",
    "terraform.tfstate",
    ".aws/credentials",
    "home/.kube/config",
    ".docker/config.json",
    "kubeconfig",
    "secrets.yaml",
    "service-account.json",
    ".railway/config.json",
    "C:\\x\\.env",
    "credentials",
  ];
  const open = [
    ".env.example",
    ".env.sample",
    ".env.template",
    ".env.dist",
    "example.env",
    ".env.local.example",
    "id_ed25519.pub",
    "environment.ts",
    "env.d.ts",
    "src/token.ts",
    "README.md",
    "secrets.ts",
    "ca.pem",
    "keyboard.json",
    "package.json",
    "dotenv.js",
    "terraform.tf",
  ];
  assert.deepEqual(
    secret.filter((path) => secretByName(path) === undefined),
    [],
  );
  assert.deepEqual(
    open.filter((path) => secretByName(path) !== undefined),
    [],
  );
});

void test("a variable's name for a secret", () => {
  const classification = (provider: string, kind: string): Classification => ({
    provider,
    kind,
    environment: "unknown",
    privilege: "unknown",
    expiry: { kind: "unknown" },
    reasons: [],
  });
  assert.equal(
    suggestedName({ name: "stripeSecretKey", classification: classification("Stripe", "secret key") }),
    "STRIPE_SECRET_KEY",
  );
  assert.equal(
    suggestedName({ name: "apiKey", classification: classification("Stripe", "secret key") }),
    "STRIPE_SECRET_KEY",
  );
  assert.equal(
    suggestedName({ name: "db.password", classification: classification("unknown", "password") }),
    "DB_PASSWORD",
  );
  assert.equal(
    suggestedName({ classification: classification("1Password", "service account token") }),
    "_1PASSWORD_SERVICE_ACCOUNT_TOKEN",
  );
  assert.equal(suggestedName({ name: "password", classification: classification("unknown", "password") }), "PASSWORD");
});

void test("published values of the validators", () => {
  assert.equal(crc32("123456789"), 0xcbf43926);
  assert.equal(base62Checksum("").length, 6);
  // The id in the published description of the decoding, without its first letters: not a credential.
  assert.equal(awsAccountOf(`ASIA${"Y34FZKBOKMUTVV7A"}`), "609629065308");
});

void test("ordinary generated files give nothing", () => {
  const hex = (length: number): string => random.chars("0123456789abcdef", length);
  const files: Readonly<Record<string, string>> = {
    "package-lock.json": JSON.stringify({
      packages: Object.fromEntries(
        Array.from({ length: 50 }, (_, at) => [
          `node_modules/token-${at}`,
          {
            integrity: `sha512-${random.chars("ABCDabcd0123+/", 86)}==`,
            resolved: `https://registry.shop.net/token/-/token-${at}.tgz#${hex(40)}`,
          },
        ]),
      ),
    }),
    "ids.json": JSON.stringify({
      sessionTokenHash: hex(64),
      etag: hex(32),
      commit: hex(40),
      requestId: `${hex(8)}-${hex(4)}-4${hex(3)}-a${hex(3)}-${hex(12)}`,
    }),
    "locales/en.json": JSON.stringify({ password: "Password", token: "Your token 2FA", secret: "Secret question 1" }),
    "app.min.js": `var a={password:"${token}",token:"${token}"};`.repeat(20),
    "go.sum": `github.com/x/token v1.2.3 h1:${random.chars("ABCDabcd0123+/", 43)}=\n`,
    "src/theme.ts": 'export const tokens = { tokenColor: "#aabbcc12", keyName: "primary-500" };\n',
  };
  for (const [path, text] of Object.entries(files)) {
    assert.deepEqual(
      detectText(path, text)
        .filter(({ tier }) => tier !== "weak")
        .map(({ rule }) => rule),
      [],
      path,
    );
  }
});

void test("a Google key beside Firebase's own settings is no more than a hint of one", () => {
  const key = `AIza${seededRandom(5).chars("abcdefghkmnpqrstuvwxyzABCDEFGH23456789", 35)}`;
  const tiers = (text: string): readonly string[] => detectText("src/a.ts", text).map(({ tier }) => tier);
  assert.deepEqual(tiers(`const key = "${key}";\n`), ["likely"]);
  assert.deepEqual(tiers(`{ apiKey: "${key}", authDomain: "shop.web.app", messagingSenderId: "1" }\n`), ["generic"]);
});

void test("a Slack token without numbers is less sure", () => {
  const tail = seededRandom(6).chars("abcdefghkmnpqrstuvwxyz", 30);
  assert.deepEqual(
    detectText("src/a.ts", `const a = "xoxp-${tail}";\nconst b = "xoxp-4518230977-4518230978-${tail}";\n`).map(
      ({ tier }) => tier,
    ),
    ["generic", "likely"],
  );
});
