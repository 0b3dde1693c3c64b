import assert from "node:assert/strict";
import test from "node:test";
import { detectText } from "../../../src/core/detect/engine.ts";
import { seededRandom } from "../../../src/core/detect/random.ts";
import type { Tier } from "../../../src/core/finding.ts";

const random = seededRandom(2026);
/** Made at run time, so that no value stands here: a machine's token, a person's strong password, a digest. */
const T = random.chars("abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789", 20);
const P = `${random.chars("ABCDEFGH", 1)}${random.chars("abcdefghkmnp", 4)}${random.chars("23456789", 2)}or&${random.chars("23456789", 1)}xY`;
const H = random.chars("0123456789abcdef", 32);

type Case = readonly [path: string, text: string, value: string, tier?: Tier];

/** Every way of assigning that we know, in the formats and languages that people use. */
const assignments: readonly Case[] = [
  ["a.java", `private static final String DB_PASSWORD = "${P}";`, P],
  ["a.java", `config.setPassword("${P}");`, P],
  ["a.java", `props.put("password", "${T}");`, T],
  ["a.java", `System.setProperty("api.token", "${T}");`, T],
  ["a.kt", `val apiKey: String = "${T}"`, T],
  ["a.go", `password := "${P}"`, P],
  ["a.go", `os.Setenv("API_SECRET", "${T}")`, T],
  ["a.go", `const token = \`${T}\``, T],
  ["a.py", `os.environ["SECRET_KEY"] = "${T}"`, T],
  ["a.py", `client = Client(api_key="${T}", timeout=3)`, T],
  ["a.py", `SECRET_KEY = os.getenv("SECRET_KEY", "${T}")`, T],
  ["a.py", `TOKEN = os.environ.get('TOKEN') or '${T}'`, T],
  ["a.py", `headers = {"Authorization": "Bearer ${T}${T}"}`, T + T],
  ["a.py", `requests.get(url, auth=("admin", "${P}"))`, P],
  ["a.rb", `:secret_key_base => '${T}',`, T],
  ["a.rb", `config.api_key = '${T}'`, T],
  ["a.php", `define('DB_PASSWORD', '${P}');`, P],
  ["a.php", `$db_pass = "${P}";`, P],
  ["a.php", `'password' => env('DB_PASSWORD', '${P}'),`, P],
  ["a.cs", `var connectionString = "Server=db.shop.net;Database=x;User Id=sa;Password=${P};";`, P],
  [
    "appsettings.json",
    `{"ConnectionStrings":{"Default":"Server=db.shop.net;User Id=sa;Password=${P};Encrypt=true"}}`,
    P,
  ],
  ["web.config", `<add name="x" connectionString="Data Source=db;User ID=sa;Password=${P}" />`, P],
  ["web.config", `<add key="ApiToken" value="${T}" />`, T],
  ["a.ts", `const conn = { user: 'x', password: '${P}' }`, P],
  ["a.ts", `axios.defaults.headers.common['X-API-Key'] = '${T}'`, T],
  ["a.ts", `fetch(u, { headers: { 'x-api-key': '${T}' } })`, T],
  ["a.ts", `headers.set("Authorization", "Bearer ${T}${T}")`, T + T],
  ["a.ts", `headers: { Authorization: \`Bearer ${T}${T}\` }`, T + T],
  [
    "a.ts",
    `const AUTH = 'Basic ${Buffer.from("admin:" + P).toString("base64")}'`,
    Buffer.from("admin:" + P).toString("base64"),
  ],
  ["a.rs", `let secret = String::from("${T}");`, T],
  ["a.rs", `const API_KEY: &str = "${T}";`, T],
  ["a.swift", `let apiSecret = "${T}"`, T],
  ["a.sql", `CREATE USER 'x'@'%' IDENTIFIED BY '${P}';`, P],
  ["a.sql", `ALTER ROLE x WITH PASSWORD '${P}';`, P],
  ["a.sql", `CREATE LOGIN x WITH PASSWORD = N'${P}';`, P],
  ["a.sh", `mysql -u root -p'${P}' db`, P],
  ["a.sh", `mysql -uroot -p${T} db`, T],
  ["a.sh", `curl -u admin:${T} https://api.shop.net`, T],
  ["a.sh", `curl --user 'admin:${P}' https://api.shop.net`, P],
  ["a.sh", `curl -H 'X-Auth-Token: ${T}' x`, T],
  ["a.sh", `export API_KEY=${T}`, T],
  ["a.sh", `docker login -u x -p ${T} registry.shop.net`, T],
  ["a.sh", `sshpass -p '${P}' ssh x@y`, P],
  ["a.sh", `sshpass -p ${T} ssh x`, T],
  ["a.sh", `tool --token ${T}`, T],
  ["a.sh", `tool --api-key="${T}"`, T],
  ["a.sh", `htpasswd -b file user ${T}`, T],
  ["a.sh", `psql "host=db user=x password=${T}"`, T],
  ["a.sh", `PGPASSWORD="${P}" pg_dump`, P],
  ["a.sh", `redis-cli -a ${T} ping`, T],
  ["Dockerfile", `ENV API_TOKEN=${T}`, T],
  ["Dockerfile", `ENV API_TOKEN ${T}`, T],
  ["Dockerfile", `ARG NPM_TOKEN=${T}`, T],
  ["docker-compose.yml", `services:\n  db:\n    environment:\n      MYSQL_ROOT_PASSWORD: ${P}\n      - X=1`, P],
  ["docker-compose.yml", `services:\n  db:\n    environment:\n      MYSQL_ROOT_PASSWORD: ${P}\n`, P],
  ["docker-compose.yml", `services:\n  db:\n    environment:\n      - "POSTGRES_PASSWORD=${T}"\n`, T],
  ["docker-compose.yml", `services:\n  db:\n    command: redis-server --requirepass ${T}\n`, T],
  [
    ".github/workflows/ci.yml",
    `jobs:\n  a:\n    steps:\n      - run: |\n          export TOKEN=${T}\n          curl -H "Authorization: Bearer ${T}${T}" x\n`,
    T,
  ],
  ["main.tf", `variable "db_password" {\n  default = "${P}"\n}`, P],
  ["main.tf", `resource "x" "y" {\n  master_password = "${P}"\n}`, P],
  ["prod.tfvars", `db_password = "${P}"`, P],
  ["a.properties", `spring.datasource.password=${P}`, P],
  ["a.ini", `[smtp]\npassword = ${P}`, P],
  ["a.cfg", `api_key: ${T}`, T],
  ["x.http", `GET https://x\nAuthorization: Bearer ${T}${T}`, T + T],
  ["notes.txt", `password: ${P}`, P],
  ["notes.log", `login with token=${T} ok`, T],
  [".netrc", `machine x login y password ${P}`, P],
  [".pgpass", `db:5432:*:x:${P}`, P],
  ["settings.xml", `<server><password>${P}</password></server>`, P],
  ["kubeconfig", `users:\n- name: x\n  user:\n    token: ${T}${T}`, T + T],
  [
    ".docker/config.json",
    JSON.stringify({ auths: { x: { auth: Buffer.from("u:" + T).toString("base64") } } }),
    Buffer.from("u:" + T).toString("base64"),
  ],
  ["a.ipynb", JSON.stringify({ cells: [{ source: [`api_key = "${T}"\n`] }] }), T],
  ["mcp.json", JSON.stringify({ mcpServers: { x: { env: { MY_API_KEY: T }, args: ["--token", T + "z"] } } }), T],
  ["mcp.json", JSON.stringify({ mcpServers: { x: { args: ["--token", T + "z"] } } }), T + "z"],
  ["postman.json", JSON.stringify({ auth: { bearer: [{ key: "token", value: T + T, type: "string" }] } }), T + T],
  [".yarnrc.yml", `npmAuthToken: "${T}"`, T],
  [
    ".aws/credentials",
    `[default]\naws_access_key_id = AKIA${"Q3EGRXBN5VTLMZ2H"}\naws_secret_access_key = ${T}${T}`,
    T + T,
  ],
  ["k8s.yaml", `kind: Secret\nstringData:\n  password: ${P}`, P],
  ["a.ts", `const u = "postgres://app:${T}@db.shop.net:5432/x"`, T],
  ["a.env", `REDIS_URL=redis://:${T}@cache.shop.net:6379`, T],
  ["a.md", "```\nexport TOKEN=" + T + "\n```", T, "weak"],
  ["prog.js", `//# token\nvar k={secret:"${H}"}`, H],
  [".cursor/rules/x.mdc", `Use the API key ${T} for staging`, T, "weak"],
];

/** What looks near and is no secret. */
const harmless: readonly (readonly [path: string, text: string])[] = [
  ["a.ts", `const passwordField = document.getElementById("password-input-1");`],
  ["a.ts", `password: "Password must be 8+ characters"`],
  ["a.ts", `const tokenUrl = "https://auth.shop.net/oauth2/token?x=1";`],
  ["a.ts", `if (token === "access_token_v2") {}`],
  ["a.ts", `const key = "sha512-${H}${H}==";`],
  ["a.ts", `integrityKey = "${H}"`],
  ["a.ts", `const cacheKey = "user:profile:v2:12345"`],
  ["a.ts", `const API_KEY = process.env.API_KEY2;`],
  ["a.ts", `apiKey: config.get("api.key1")`],
  ["a.ts", `token: "text-gray-500 hover:bg-2xl"`],
  ["package-lock.json", `{"integrity":"sha512-${T}${T}==","token":"${T}"}`],
  ["a.yaml", `password: \${DB_PASSWORD}\ntoken: {{ .Values.token }}\nsecretName: my-secret-1\nkey: !Ref Foo1`],
  ["a.yaml", `secretKeyRef:\n  name: db-creds-9\n  key: password1\n`],
  [".env.example", `API_KEY=your-api-key-here\nSECRET=changeme123\nTOKEN=xxxxxxxxxxxx1`],
  [
    ".env",
    `API_KEY=op://vault/item/field1\nX_TOKEN=ref+vault://a/b#c1\nY_SECRET=leastkey://x/y1\nZ_TOKEN=$OTHER_TOKEN1`,
  ],
  [
    "a.json",
    `{"tokenEndpoint":"https://x/y1","publicKey":"MFwwDQYJKoZIhvcNAQEBBQADSwAwSAJBAKj34GkxFhD90vcNLYLInFEX6Ppy1tPf9Cnzj4p4WGeKLs1Pt8Q"}`,
  ],
  ["i18n/de.json", `{"password":"Passwort1 vergessen?","token":"Tok3n ungültig!!"}`],
  ["a.py", `password = getpass.getpass("Passw0rd: ")`],
  ["a.py", `token = "".join(random.choices(string.ascii_letters, k=32))`],
  ["a.go", `token := r.Header.Get("X-Auth-Token-2")`],
  ["a.css", `--token-color-1: #aabbcc11;`],
  ["a.ts", `export const PASSWORD_REGEX = "^(?=.*[A-Z])(?=.*\\\\d).{8,}$"`],
  ["a.ts", `const secretArn = "arn:aws:secretsmanager:us-east-1:123456789012:secret:db-AbCdEf"`],
  ["a.ts", `const requestToken = "550e8400-e29b-41d4-a716-446655440000"`],
  ["a.ts", `const author = { key: "3f9c2a7e-1b5d-4c8f-9a0e-6d2b7f4c1e85" }`],
  ["a.md", `commit ${H}aabbccdd`],
  [
    "a.yml",
    `- uses: actions/checkout@8f4b7f84864484a7bf31766abe9204da3cbe65b3\n  with:\n    token: \${{ secrets.GITHUB_TOKEN }}`,
  ],
  ["a.tf", `password = var.db_password1\nsecret_id = aws_secretsmanager_secret.db1.id`],
  ["a.ts", `const keyCode = "KeyboardEvent42"; const hotKey = "ctrl+shift+p1";`],
  ["a.rb", `password = Devise.friendly_token[0,20]`],
  ["a.java", `@Value("\${db.password1}") String password;`],
  ["a.c", `#define TOKEN_IDENTIFIER_2 "identifier2x"`],
  ["a.ts", `const bearerToken = await getToken("scope1");`],
  ["a.ts", `const t = "eyJhbGciOiJub25lIn0.e30."`],
];

void test("a secret is found however it is assigned", () => {
  const missed = assignments.filter(([path, text, value, tier]) => {
    const found = detectText(path, text).filter((detection) => tier === "weak" || detection.tier !== "weak");
    return !found.some((detection) => detection.value.reveal() === value);
  });
  assert.deepEqual(missed, []);
});

void test("places are exact: the text at a finding is its value", () => {
  for (const [path, text] of assignments) {
    for (const { place, value } of detectText(path, text)) {
      const raw = text.slice(place.start, place.end);
      assert.ok(raw === value.reveal() || raw.includes("\\"), path);
      assert.ok(place.line >= 1 && place.column >= 1 && place.end > place.start, path);
    }
  }
});

void test("what is no secret is not found", () => {
  const flagged = harmless.flatMap(([path, text]) =>
    detectText(path, text)
      .filter((detection) => detection.tier !== "weak")
      .map(({ rule }) => `${rule} in ${path}: ${text}`),
  );
  assert.deepEqual(flagged, []);
});
