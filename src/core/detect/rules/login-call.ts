import { isIdentifier } from "../filters/expression.ts";
import { isPlaceholder } from "../filters/placeholder.ts";
import { isChosen } from "../filters/strength.ts";
import { entropy, isWordLike } from "../filters/word-likeness.ts";
import type { Provider, Span, Told } from "../rule.ts";

const quoted = String.raw`(?:"([^"\n\\]{4,256})"|'([^'\n\\]{4,256})')`;
const some = String.raw`[^\n;"'(),]{0,120}`;
const argument = String.raw`(?:[\w$.[\]]{1,80}(?:\([^()\n]{0,80}\))?|[bruN]?"[^"\n]{0,256}"|[bruN]?'[^'\n]{0,256}')`;
const comma = String.raw`[ \t]*,[ \t]*`;
const prefix = "[bruN]?";

/** The call, how many arguments stand before the secret, and what it opens with. */
const call = (name: string, before: number, open = String.raw`\([ \t]*`, wrap = ""): RegExp =>
  new RegExp(`${name}${open}(?:${argument}${comma}){${before}}${wrap}${prefix}${quoted}`, "iy");

/** What types into a prompt or a form: told by the word that stands before it. */
const typing: readonly (readonly [anchor: string, pattern: RegExp])[] = [
  [".send_keys(", call(String.raw`\.send_keys`, 0)],
  [".sendkeys(", call(String.raw`\.sendKeys`, 0)],
  [".type(", new RegExp(String.raw`\.type\((?:${argument}${comma})?${quoted}`, "iy")],
  [".fill(", new RegExp(String.raw`\.fill\((?:${argument}${comma})?${quoted}`, "iy")],
  ["sendline(", call("sendline", 0)],
  ['send "', /send "([^"\n\\$]{4,128})(?=(?:\\[rn])*")/iy],
  ['send -- "', /send -- "([^"\n\\$]{4,128})(?=(?:\\[rn])*")/iy],
];
const prompt = /(?:assword|assphrase)[^\n]{0,60}\n?[^\n]{0,40}$/i;

/** Functions whose secret is told by its position alone. Longer names come first where one begins another. */
const calls: readonly (readonly [anchor: string, pattern: RegExp])[] = [
  ["httpbasicauth(", call("HTTPBasicAuth", 1)],
  ["httpdigestauth(", call("HTTPDigestAuth", 1)],
  [".login(", call(String.raw`\.login`, 1)],
  ["mysqli(", call("mysqli", 2)],
  ["mysqli_connect(", call("mysqli_connect", 2)],
  ["mysql_connect(", call("mysql_connect", 2)],
  ["new pdo(", call("new PDO", 2)],
  ["mysqldb.connect(", call(String.raw`MySQLdb\.connect`, 2)],
  ["pymysql.connect(", call(String.raw`pymysql\.connect`, 2)],
  [".getconnection(", call(String.raw`\.getConnection`, 2)],
  ["passwordauthentication(", call("PasswordAuthentication", 1)],
  ["passwordcredentials(", call("PasswordCredentials", 1)],
  ["networkcredential(", call("NetworkCredential", 1)],
  ["setbasicauth(", call("SetBasicAuth", 1)],
  ["usernamepasswordauthenticationtoken(", call("UsernamePasswordAuthenticationToken", 1)],
  ["smtp.plainauth(", call(String.raw`smtp\.PlainAuth`, 2)],
  ["ssh.password(", call(String.raw`ssh\.Password`, 0)],
  ["new sequelize(", call("new Sequelize", 2)],
  ["basic_auth(", call("basic_auth", 1, String.raw`\([ \t]*`, String.raw`(?:Some\()?`)],
  ["basic_auth '", call("basic_auth", 1, String.raw`[ \t]+`)],
  ["curlopt_userpwd", new RegExp(String.raw`CURLOPT_USERPWD${comma}["'][^"':\n]{1,64}:([^"'\n]{3,256})(?=["'])`, "iy")],
  ["identified with", new RegExp(String.raw`identified with [\w"']{1,64}[ \t]+(?:by|as)[ \t]+${quoted}`, "iy")],
  ["createhmac(", call("createHmac", 1)],
  ["jwt.sign(", new RegExp(String.raw`jwt\.sign\((?:\{[^{}\n]{0,200}\}|${argument})${comma}${quoted}`, "iy")],
  ["jwt.verify(", call(String.raw`jwt\.verify`, 1)],
  ["jwt.encode(", new RegExp(String.raw`jwt\.encode\((?:\{[^{}\n]{0,200}\}|${argument})${comma}${quoted}`, "iy")],
  ["securestring", new RegExp(String.raw`SecureString[ \t]+(?:-String[ \t]+)?${quoted}`, "iy")],
  ["sp_addlogin", new RegExp(String.raw`sp_addlogin${some}N?'[^'\n]{1,128}'${comma}N?${quoted}`, "iy")],
];

function find(text: string, at: number): Span | undefined {
  for (const [anchor, pattern] of [...calls, ...typing]) {
    if (text.slice(at, at + anchor.length).toLowerCase() !== anchor) continue;
    pattern.lastIndex = at;
    const match = pattern.exec(text);
    const value = match?.[1] ?? match?.[2];
    if (match === null || value === undefined) continue;
    const end = at + match[0].length - (/["']$/.test(match[0]) ? 1 : 0);
    if (typing.some(([name]) => name === anchor) && !prompt.test(text.slice(Math.max(0, at - 160), end - value.length)))
      return undefined;
    return { start: end - value.length, end, value };
  }
  return undefined;
}

function inspect(value: string): Told | undefined {
  if (isPlaceholder(value) || /\s/.test(value)) return undefined;
  const strong =
    isChosen(value) ||
    (value.length >= 8 && /\d/.test(value) && !isIdentifier(value) && (!isWordLike(value) || entropy(value) >= 3.2));
  const long = value.length >= 12 && /\d/.test(value) && !isWordLike(value) && entropy(value) >= 3;
  return { tier: strong || long ? "generic" : "weak" };
}

export const loginCall: Provider = {
  id: "login-call",
  title: "Argument of a call",
  docs: { url: "https://docs.oracle.com/javase/8/docs/api/java/sql/DriverManager.html", checked: "2026-11-24" },
  rules: [
    {
      id: "login-call-password",
      kind: "password in a call",
      tier: "generic",
      match: { by: "code", anchors: [...calls, ...typing].map(([anchor]) => anchor), find },
      inspect,
      samples: (random) => {
        const password = `${random.chars("abcdefghkmnp23456789ABCDEFGH", 14)}7!`;
        return [
          `DriverManager.getConnection(url, user, '${password}')`,
          `new mysqli('db', 'root', '${password}', 'shop')`,
          `HTTPBasicAuth('ci', '${password}')`,
          `jwt.sign(payload, '${password}')`,
        ];
      },
      counterSamples: () => [
        "DriverManager.getConnection(url, user, password)",
        'page.login("standard_user", "secret_sauce")',
        "jwt.sign(payload, process.env.SECRET)",
      ],
    },
  ],
};
