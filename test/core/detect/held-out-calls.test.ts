import assert from "node:assert/strict";
import test from "node:test";
import { detectText } from "../../../src/core/detect/engine.ts";
import { seededRandom } from "../../../src/core/detect/random.ts";

/** Written on November 24, 2026, when all of `found` were missed and before the rules for them; kept as they were. */
const random = seededRandom(1124);
const T = `${random.chars("abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789", 30)}7Q`;
const P = `${random.chars("abcdefghkmnp", 5)}${random.chars("ABCDEFGH", 2)}${random.chars("23456789", 3)}!`;
const url = (rest: string): string => `https${"://"}${rest}`;

const found: readonly (readonly [path: string, text: string, value: string])[] = [
  ["a.sh", `git clone ${url(`${T}@github.com/team/x.git`)}`, T],
  ["a.sh", `git clone ${url(`${T}:x-oauth-basic@github.com/team/x.git`)}`, T],
  ["a.js", `fetch("${url(`api.corp-net.io/v1/x?api_key=${T}`)}")`, T],
  ["a.sh", `curl "${url(`api.corp-net.io/v1/x?page=1&access_token=${T}`)}"`, T],
  ["a.properties", `spring.datasource.url=jdbc:mysql://db.corp-net.io/x?user=app&password=${T}`, T],
  ["a.sh", `mongo -u admin -p '${P}' --authenticationDatabase admin`, P],
  ["a.sh", `openssl rsa -in k.pem -passin pass:${T} -out o.pem`, T],
  ["a.sh", `keytool -genkey -keystore x.jks -storepass ${T} -alias a`, T],
  ["a.bat", `net use Z: \\\\srv\\share /user:corp\\ci ${P}`, P],
  ["a.sh", `az login --service-principal -u 0b1c -p ${T} --tenant x`, T],
  ["a.sh", `echo "root:${P}" | chpasswd`, P],
  ["a.sql", `SET PASSWORD FOR 'app'@'%' = PASSWORD('${P}');`, P],
  ["a.sql", `EXEC sp_addlogin 'app', '${P}', 'db';`, P],
  ["a.py", `db = MySQLdb.connect("db.corp-net.io", "root", "${P}", "shop")`, P],
  ["a.php", `$db = new mysqli('localhost', 'root', '${P}', 'shop');`, P],
  ["a.php", `$db = new PDO('mysql:host=db;dbname=x', 'root', '${P}');`, P],
  ["a.php", `define('DB_PASSWORD', '${P}');`, P],
  ["A.java", `Connection c = DriverManager.getConnection(url, "app", "${P}");`, P],
  ["A.java", `props.put("mail.smtp.password", "${P}");`, P],
  ["A.java", `return new PasswordAuthentication("app", "${P}");`, P],
  ["A.cs", `client.Credentials = new NetworkCredential("ci", "${P}");`, P],
  ["deploy.yaml", `env:\n  - name: DB_PASSWORD\n    value: "${P}"`, P],
  ["a.js", `const token = jwt.sign(payload, '${T}', { expiresIn: 60 })`, T],
  ["a.js", `crypto.createHmac('sha256', '${T}')`, T],
  ["a.ps1", `$p = ConvertTo-SecureString "${P}" -AsPlainText -Force`, P],
  ["a.ini", `[db]\npass = ${P}`, P],
  ["wpa_supplicant.conf", `network={\n  ssid="x"\n  psk="${T}"\n}`, T],
  ["a.js", `const s = process.env.JWT_SECRET || '${T}'`, T],
  ["a.ts", `const s = process.env.JWT_SECRET ?? "${T}";`, T],
  ["a.py", `API_SECRET = (\n    "${T}"\n)`, T],
  ["a.js", `const apiSecret =\n  "${T}";`, T],
  ["a.py", `auth=HTTPBasicAuth("ci", "${P}")`, P],
  ["a.py", `requests.get(u, auth=("ci", "${P}"))`, P],
  ["a.py", `server.login("ci@corp-net.io", "${P}")`, P],
];
for (const [path, text, value] of found) {
  void test(`held out: ${text.replaceAll(T, "T").replaceAll(P, "P").replaceAll("\n", " ")}`, () => {
    const there = detectText(path, `${text}\n`).filter(({ tier }) => tier !== "weak");
    assert.deepEqual(
      there.map((one) => one.value.reveal() === value),
      [true],
    );
  });
}

const H = random.chars("0123456789abcdef", 40);
const silent: readonly (readonly [path: string, text: string])[] = [
  ["a.sh", `git clone ${url("github-actions-bot@github.com/team/x.git")}`],
  ["a.sh", `git clone ${url("organization-name-in-full@dev.azure.com/x/y")}`],
  ["a.js", `fetch("${url("api.corp-net.io/v1/x?token=" + "$")}{token}")`],
  ["a.js", `const next = "/login?token_type=bearer&sort_key=created_at_descending1"`],
  ["a.html", `<script src="/app.js?key=${H}"></script>`],
  ["a.py", 'server.login(settings["user"], settings["password"])'],
  ["a.py", 'page.login("standard_user", "secret_sauce")'],
  ["a.php", "$db = new mysqli($host, $user, $password, $name);"],
  ["a.java", "DriverManager.getConnection(url, user, password);"],
  ["a.java", 'messages.put("password", "Please enter a Password1");'],
  ["a.java", 'messages.put("login.password", "Passwort-2 bestaetigen");'],
  ["a.js", `crypto.createHmac("sha256", key).update("${T}")`],
  ["a.js", "jwt.sign(payload, process.env.SECRET, { algorithm: 'RS256' })"],
  ["a.js", "const type = req.body.token || 'access_token_missing';"],
  ["a.js", 'const label = strings.password ?? "Password (8 characters)";'],
  ["a.py", "TOKEN_URL = (\n    'api.corp-net.io/oauth2/token/v2'\n)"],
  ["a.yaml", "env:\n  - name: DB_PASSWORD\n    valueFrom:\n      secretKeyRef: {name: db-2, key: password}"],
  ["a.sh", "openssl rsa -in k.pem -passin pass:$KEY_PASS -out o.pem"],
  ["a.sh", "keytool -list -storepass changeit -keystore cacerts"],
  ["a.sh", 'echo "$USER:$PASS" | chpasswd'],
  ["a.bat", "net use Z: /delete"],
  ["a.ps1", "ConvertTo-SecureString $env:PASS -AsPlainText -Force"],
  ["a.sh", "az login --identity"],
  ["a.py", "netloc_format(user=user, password=password, netloc=netloc)"],
  ["a.py", String.raw`LONGOPT_PAT = r'[a-zA-Z](?:[a-zA-Z0-9-]*)'`],
  ["a.py", String.raw`IPV4_PAT = r"(?:[0-9]{1,3}\.){3}[0-9]{1,3}"`],
  ["tls.html", "<code>{pem: &#x3C;string|buffer>[, passphrase: &#x3C;string>]}</code>"],
  ["copyright", `cvs${"://"}:pserver:anoncvs@sources.corp-net.io:/cvs/src`],
];
for (const [path, text] of silent) {
  void test(`held out: none in ${text.replaceAll(T, "T").replaceAll(H, "H").replaceAll("\n", " ")}`, () => {
    assert.deepEqual(
      detectText(path, `${text}\n`)
        .filter(({ tier }) => tier !== "weak")
        .map(({ rule, tier }) => `${rule} ${tier}`),
      [],
    );
  });
}
