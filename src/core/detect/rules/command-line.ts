import { isPlaceholder } from "../filters/placeholder.ts";
import { entropy, isWordLike } from "../filters/word-likeness.ts";
import type { Provider, Span, Told } from "../rule.ts";

const word = String.raw`(?:'([^'\n]{3,256})'|"([^"\n]{3,256})"|([^\s'"|;&<>()\\]{3,256}))`;
const options = String.raw`[^\n|;&]{0,300}?`;

/** Programs that take a password as an argument of an option that does not say so by its name. */
const patterns: readonly RegExp[] = [
  new RegExp(String.raw`mysql(?:dump|admin|import|check|show|sh)?[ \t]${options}(?<=[ \t])-p${word}`, "y"),
  new RegExp(String.raw`sshpass[ \t]+-p[ \t]?${word}`, "y"),
  new RegExp(
    String.raw`(?:docker|podman|helm registry|nerdctl|buildah|oras|skopeo|az acr|az) login[ \t]${options}(?<=[ \t])-p[ \t]+${word}`,
    "y",
  ),
  new RegExp(
    String.raw`(?:curl|wget|http|https|xh)[ \t]${options}(?<=[ \t])(?:-u|--user|-a|--auth|--proxy-user)[ \t=]?[ \t]*(?:'[^\s:'$]{1,128}:([^'\n]{3,256})(?=')|"[^\s:"$]{1,128}:([^"\n]{3,256})(?="))`,
    "y",
  ),
  new RegExp(
    String.raw`(?:curl|wget|http|https|xh)[ \t]${options}(?<=[ \t])(?:-u|--user|-a|--auth|--proxy-user)[ \t=]?[ \t]*["']?[^\s:"'$]{1,128}:${word}`,
    "y",
  ),
  new RegExp(String.raw`redis-cli[ \t]${options}(?<=[ \t])-a[ \t]+${word}`, "y"),
  new RegExp(String.raw`gh secret set[ \t]${options}(?<=[ \t])(?:-b|--body)[ \t=]${word}`, "y"),
  new RegExp(String.raw`(?:ssm put-parameter|keyvault secret set)[ \t]${options}(?<=[ \t])--value[ \t=]${word}`, "y"),
  new RegExp(String.raw`requirepass[ \t]+${word}`, "y"),
  new RegExp(String.raw`htpasswd[ \t]${options}-\w*b\w*[ \t]+\S{1,200}[ \t]+\S{1,100}[ \t]+${word}`, "y"),
  new RegExp(String.raw`mongo(?:sh|dump|restore|import|export)?[ \t]${options}(?<=[ \t])-p[ \t]+${word}`, "y"),
  new RegExp(String.raw`(?:sqlcmd|bcp|isql)[ \t]${options}(?<=[ \t])-P[ \t]?${word}`, "y"),
  new RegExp(String.raw`smbclient[ \t]${options}(?<=[ \t])-U[ \t]+["']?[^\s%"']{1,100}%${word}`, "y"),
  new RegExp(String.raw`(?:ldapsearch|ldapmodify|ldapadd)[ \t]${options}(?<=[ \t])-w[ \t]+${word}`, "y"),
  new RegExp(String.raw`az login[ \t]${options}(?<=[ \t])-p[ \t]+${word}`, "y"),
  new RegExp(String.raw`openssl[ \t]${options}(?<=[ \t])(?:-pass(?:in|out)?)[ \t]+["']?pass:${word}`, "y"),
  new RegExp(String.raw`(?:keytool|jarsigner)[ \t]${options}(?<=[ \t])-(?:store|key)pass[ \t]+${word}`, "y"),
  new RegExp(String.raw`net use[ \t]${options}(?<=[ \t])/user:\S{1,128}[ \t]+${word}`, "iy"),
  new RegExp(
    String.raw`echo[ \t]+(?:-e[ \t]+)?["']?[\w.-]{1,64}:([^\s"'$|]{3,256})["']?[ \t]*\|[ \t]*(?:sudo[ \t]+)?chpasswd`,
    "y",
  ),
];

function find(text: string, at: number): Span | undefined {
  if (/[A-Za-z0-9_]/.test(text[at - 1] ?? "")) return undefined;
  for (const pattern of patterns) {
    pattern.lastIndex = at;
    const match = pattern.exec(text);
    if (match === null) continue;
    const value = (match[1] ?? match[2] ?? match[3] ?? "").replace(/["']$/, "");
    const start = at + match[0].lastIndexOf(value);
    return { start, end: start + value.length, value };
  }
  return undefined;
}

function inspect(value: string): Told | undefined {
  if (isPlaceholder(value) || value.startsWith("-") || /^(?:rofile|ort|ath|roject|refix|arallel)/.test(value))
    return undefined;
  const strong =
    value.length >= 8 &&
    (/\d/.test(value) || /[^A-Za-z0-9]/.test(value)) &&
    (!isWordLike(value) || entropy(value) >= 3);
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
      match: {
        by: "code",
        anchors: [
          "mysql",
          "sshpass",
          "docker login",
          "podman login",
          "az acr login",
          "curl ",
          "wget ",
          "redis-cli",
          "requirepass",
          "gh secret set",
          "ssm put-parameter",
          "keyvault secret set",
          "htpasswd",
          "mongodump",
          "mongosh",
          "mongorestore",
          "sqlcmd",
          "smbclient",
          "ldapsearch",
          "ldapmodify",
          "mongo ",
          "az login",
          "openssl ",
          "keytool ",
          "jarsigner ",
          "net use ",
          "echo ",
        ],
        find,
      },
      inspect,
      samples: (random) => {
        const password = random.chars("abcdefghkmnp23456789ABCDEFGH", 14);
        return [
          `mysql -u root -p${password} shop`,
          `sshpass -p '${password}' ssh x@y`,
          `curl -u admin:${password} https://api.shop-corp.net`,
          `redis-cli -h cache -a ${password} ping`,
        ];
      },
      counterSamples: () => [
        "mysql -u root -p shop",
        "curl -u $USER:$PASS https://x",
        "docker login -u x --password-stdin",
        "curl -H 'Accept: text/html' https://x/-u",
      ],
    },
  ],
};
