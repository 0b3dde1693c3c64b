import { isPlaceholder } from "../filters/placeholder.ts";
import { isChosen } from "../filters/strength.ts";
import { entropy, isWordLike } from "../filters/word-likeness.ts";
import type { Provider, Span, Told } from "../rule.ts";

const word = String.raw`(?:'([^'\n]{3,256})'|"([^"\n]{3,256})"|([^\s'"|;&<>()\\]{3,256}))`;
/** Up to the option, on this line and on those that a backslash joins to it; `&` only inside an address. */
const options = String.raw`(?:[^\n|;&]|(?<=\\)\n|&(?=\w)){0,300}?(?<=[ \t])`;
const gap = String.raw`[ \t]+`;

/** A program's name, and what stands between it and the password: an option that does not say so by its name. */
const commands: readonly (readonly [anchor: string, program: string, option: string])[] = [
  ["mysql", "mysql(?:dump|admin|import|check|show|sh)?[ \\t]", `${options}-p`],
  ["sshpass", "sshpass", String.raw`[ \t]+-p[ \t]?`],
  ...["docker login", "podman login", "helm registry login", "nerdctl login", "buildah login", "oras login"].map(
    (program) => [program, program, `[ \\t]${options}-p${gap}`] as const,
  ),
  ...["az acr login", "az login", "cf login", "oc login", "twine upload", "rabbitmqadmin", "cqlsh"].map(
    (program) => [program, program, `[ \\t]${options}-p${gap}`] as const,
  ),
  ...["mongo ", "mongosh", "mongodump", "mongorestore", "mongoimport", "mongoexport"].map(
    (program) => [program, program.trim(), `[ \\t]${options}-p${gap}`] as const,
  ),
  ...["sqlcmd", "bcp ", "isql ", "mosquitto_pub", "mosquitto_sub", "ipmitool", "zip "].map(
    (program) => [program, program.trim(), `[ \\t]${options}-P[ \\t]?`] as const,
  ),
  ["useradd", "useradd", `[ \\t]${options}-p${gap}`],
  ["7z ", "7z[ \\t]", `${options}-p`],
  ["redis-cli", "redis-cli", `[ \\t]${options}-a${gap}`],
  ["requirepass", "requirepass", gap],
  ["masterauth", "masterauth", gap],
  ["htpasswd", "htpasswd", String.raw`[ \t]${options}-\w{0,8}b\w{0,8}[ \t]{1,8}\S{1,200}[ \t]{1,8}\S{1,100}[ \t]{1,8}`],
  ["smbclient", "smbclient", String.raw`[ \t]${options}-U[ \t]+["']?[^\s%"']{1,100}%`],
  ["lftp ", "lftp", String.raw`[ \t]${options}-u[ \t]+[^\s,"']{1,100},`],
  ...["ldapsearch", "ldapmodify", "ldapadd"].map((program) => [program, program, `[ \\t]${options}-w${gap}`] as const),
  ["openssl ", "openssl", String.raw`[ \t]${options}(?:-pass(?:in|out)?)[ \t]+["']?pass:`],
  ...["keytool ", "jarsigner "].map(
    (program) => [program, program.trim(), `[ \\t]${options}-(?:store|key)pass${gap}`] as const,
  ),
  ...["snmpwalk", "snmpget"].map((program) => [program, program, `[ \\t]${options}-[AX]${gap}`] as const),
  ...["plink", "pscp", "psftp"].map((program) => [program, program, `(?:\\.exe)?[ \\t]${options}-pw${gap}`] as const),
  ["xfreerdp", "xfreerdp", `[ \\t]${options}/p:`],
  ["cmdkey", "cmdkey", `[ \\t]${options}/pass:`],
  ["net use ", "net use", String.raw`[ \t]${options}/user:\S{1,128}[ \t]+`],
  ["net user ", "net user", String.raw`[ \t]+[^\s/]{1,64}[ \t]+`],
  ["rabbitmqctl ", "rabbitmqctl", String.raw`[ \t]+(?:add_user|change_password)[ \t]+\S{1,64}[ \t]+`],
  ["vault login ", "vault login", String.raw`[ \t]+(?=["']?[A-Za-z0-9.]{16,})`],
  ["gh secret set", "gh secret set", `[ \\t]${options}(?:-b|--body)[ \\t=]`],
  ...["ssm put-parameter", "keyvault secret set"].map(
    (program) => [program, program, `[ \\t]${options}--value[ \\t=]`] as const,
  ),
];

const login = String.raw`(?:-u|--user|-a|--auth|--proxy-user)[ \t=]?[ \t]*`;
/** `user:password`, whose user ends where the password begins. */
const userThenPassword: readonly string[] = [
  String.raw`(?:'[^\s:'$]{0,128}:([^'\n]{3,256})(?=')|"[^\s:"$]{0,128}:([^"\n]{3,256})(?="))`,
  String.raw`["']?[^\s:"'$]{1,128}:${word}`,
  String.raw`["']?([^\s:"'$]{12,256}):(?=["'\s])`, // a token, and no password beside it
];

const patterns: ReadonlyMap<string, readonly RegExp[]> = new Map<string, readonly RegExp[]>([
  ...commands.map(([anchor, program, option]) => [anchor, [new RegExp(program + option + word, "iy")]] as const),
  ...["curl ", "wget ", "http ", "xh "].map(
    (anchor) =>
      [
        anchor,
        userThenPassword.map((what) => new RegExp(`${anchor.trim()}[ \\t]${options}${login}${what}`, "y")),
      ] as const,
  ),
  [
    "echo ",
    [
      /echo[ \t]+(?:-e[ \t]+)?["']?[\w.-]{1,64}:([^\s"'$|]{3,256})["']?[ \t]*\|[ \t]*(?:sudo[ \t]+)?chpasswd/y,
      /echo[ \t]+(?:-n[ \t]+)?["']?([^\s"'$|]{4,256})["']?[ \t]*\|[ \t]*(?:sudo[ \t]+-\w*S|[\w -]{1,40}login[^\n|]{0,200}--password-stdin)/y,
    ],
  ],
]);

/** By the first letters of their programs. */
const byHead = new Map<string, (readonly [anchor: string, candidates: readonly RegExp[]])[]>();
for (const entry of patterns) byHead.set(entry[0].slice(0, 3), [...(byHead.get(entry[0].slice(0, 3)) ?? []), entry]);

function find(text: string, at: number): Span | undefined {
  if (/[A-Za-z0-9_]/.test(text[at - 1] ?? "")) return undefined;
  const here = text.slice(at, at + 24).toLowerCase();
  for (const [anchor, candidates] of byHead.get(here.slice(0, 3)) ?? []) {
    if (!here.startsWith(anchor)) continue;
    for (const pattern of candidates) {
      pattern.lastIndex = at;
      const match = pattern.exec(text);
      if (match === null) continue;
      const value = (match[1] ?? match[2] ?? match[3] ?? "").replace(/["']$/, "");
      const start = at + match[0].lastIndexOf(value);
      return { start, end: start + value.length, value };
    }
  }
  return undefined;
}

function inspect(value: string): Told | undefined {
  if (isPlaceholder(value) || /^[-/]/.test(value) || /^(?:rofile|ort|ath|roject|refix|arallel)/.test(value))
    return undefined;
  const strong =
    value.length >= 8 &&
    (/\d/.test(value) || /[^A-Za-z0-9]/.test(value)) &&
    (!isWordLike(value) || entropy(value) >= 3 || isChosen(value));
  return { tier: strong ? "likely" : "weak" };
}

export const commandLine: Provider = {
  id: "command-line",
  title: "Command line",
  docs: { url: "https://dev.mysql.com/doc/refman/8.4/en/connecting.html", checked: "2026-11-24" },
  rules: [
    {
      id: "command-line-password",
      kind: "password on a command line",
      match: { by: "code", anchors: [...patterns.keys()], find },
      inspect,
      samples: (random) => {
        const password = random.chars("abcdefghkmnp23456789ABCDEFGH", 14);
        return [
          `mysql -u root -p${password} shop`,
          `sshpass -p '${password}' ssh x@y`,
          `curl -u admin:${password} https://api.shop-corp.net`,
          `redis-cli -h cache -a ${password} ping`,
          `echo ${password} | sudo -S reboot`,
          `rabbitmqctl add_user shop ${password}`,
        ];
      },
      counterSamples: () => [
        "mysql -u root -p shop",
        "curl -u $USER:$PASS https://x",
        "docker login -u x --password-stdin",
        "curl -H 'Accept: text/html' https://x/-u",
        "zip -r archive.zip folder",
        "net user administrator /active:yes",
      ],
    },
  ],
};
