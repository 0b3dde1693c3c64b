import assert from "node:assert/strict";
import test from "node:test";
import { detectText } from "../../../src/core/detect/engine.ts";
import { seededRandom } from "../../../src/core/detect/random.ts";
import { secretByName } from "../../../src/core/detect/secret-names.ts";
import type { Tier } from "../../../src/core/finding.ts";

/** Written before the rules of November 24 were changed; kept as they were. */
const random = seededRandom(20261124);
const letters = "abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ";
const base = `${letters}23456789`;
const strong = (length = 32): string => `${random.chars(base, length - 2)}7Q`;
const lettersOnly = (): string => random.chars(letters, 32);
const stripe = `sk_${"live"}_${random.chars(base, 24)}`;

const best = (path: string, text: string): Tier | undefined =>
  detectText(path, text)
    .map(({ tier }) => tier)
    .toSorted(
      (a, b) =>
        ["verified", "likely", "generic", "weak"].indexOf(a) - ["verified", "likely", "generic", "weak"].indexOf(b),
    )
    .at(0);

const counted = (tier: Tier | undefined): boolean => tier !== undefined && tier !== "weak";

const found: readonly (readonly [path: string, text: string])[] = [
  ["tests/conftest.py", `API_TOKEN = "${strong(40)}"\n`],
  ["docs/setup.md", `export DEPLOY_TOKEN=${strong(40)}\n`],
  ["examples/app.js", `const clientSecret = "${strong(40)}";\n`],
  ["test/fixtures/settings.yml", `password: "${strong(24)}"\n`],
  ["vendor/acme/config.php", `$config['db_password'] = '${strong(20)}';\n`],
  ["third_party/tool/settings.ini", `api_key = ${strong()}\n`],
  ["build/deploy.sh", `export AWS_SECRET_ACCESS_KEY=${strong(40)}\n`],
  ["out/config.yaml", `api_token: ${strong()}\n`],
  ["lang/config.py", `SECRET_KEY = "${strong(50)}"\n`],
  ["src/messages/client.ts", `const authToken = "${strong()}";\n`],
  ["locales/upload.sh", `CROWDIN_API_TOKEN=${strong(40)}\n`],
  ["node_modules/x/index.js", `const key = "${stripe}";\n`],
  ["a.env", `API_TOKEN=${lettersOnly()}\n`],
  ["config/settings.py", `SECRET_KEY = "${lettersOnly()}"\n`],
  ["app.yaml", `client_secret: ${lettersOnly()}\n`],
];
for (const [path, text] of found) {
  void test(`held out: ${path} holds a secret`, () => assert.ok(counted(best(path, text)), String(best(path, text))));
}

const silent: readonly (readonly [path: string, text: string])[] = [
  ["locales/de.json", '{"password": "Passwort", "token": "Zugangsschluessel1", "secret": "Geheimnis-2"}\n'], // leastkey:allow generic-secret a translation
  ["lang/en/messages.php", "'password' => 'Passwords must be at least 8 characters',\n"],
  ["i18n/pt-BR.yml", 'pt-BR:\n  password: "Senha123"\n'], // leastkey:allow generic-password a translation
  ["test/login.test.ts", 'login({ user: "amy", password: "sunshine" });\n'],
  ["test/api.test.js", 'const token = "test-token-1234";\n'],
  ["docs/api.md", "export API_TOKEN=your-token-here\n"],
  ["dist/bundle.js", `var a={token:"${strong()}"};\n`],
  ["package-lock.json", `{"integrity": "sha512-${strong(64)}", "token": "${strong()}"}\n`],
  ["vendor/acme/lib.php", "$this->passwordHasher = 'bcryptPasswordHasher';\n"],
  ["src/a.ts", 'const tokenName = "accessTokenRefreshHandlerForSessions";\n'],
  ["src/b.ts", 'const secretKey = "SettingsSecretKeyStorageIdentifier";\n'],
  ["src/c.py", 'SECRET_KEY = "django_insecure_settings_module"\n'],
];
for (const [path, text] of silent) {
  void test(`held out: ${path} holds none`, () => assert.ok(!counted(best(path, text)), String(best(path, text))));
}

void test("held out: source code is never secret by its name", () => {
  const open = [
    "rules/private-key.ts",
    "src/credentials.py",
    "lib/secrets.rb",
    "credentials.php",
    "private_key.go",
    "a/secret.js",
  ];
  const closed = [
    "wp-config.php",
    "secrets.yml",
    "credentials.json",
    ".env.production",
    "private_key.pem",
    "secrets.sh.enc/.env",
  ];
  assert.deepEqual(
    open.filter((path) => secretByName(path) !== undefined),
    [],
  );
  assert.deepEqual(
    closed.filter((path) => secretByName(path) === undefined),
    [],
  );
});

void test("held out: a local host is a test environment", () => {
  for (const host of ["localhost", "127.0.0.1", "printer.local"]) {
    const [one] = detectText("src/db.ts", `const url = "postgres://shop:${strong(20)}@${host}:5432/orders";\n`);
    assert.equal(one?.classification.environment, "test", host);
  }
});
