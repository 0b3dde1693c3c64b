import type { Tier } from "../../finding.ts";
import { isLocalHost } from "../environment.ts";
import { isExpression } from "../filters/expression.ts";
import { isPlaceholder } from "../filters/placeholder.ts";
import { isChosen } from "../filters/strength.ts";
import { lineStart } from "../lines.ts";
import type { Provider, Span, Told } from "../rule.ts";

const part = /(?:password|pwd|accountkey|sharedaccesskey|sharedsecret)[ ]?=[ ]?([^;"'`\s<>]{3,256})/iy;
const others =
  /(?:server|data source|host|hostname|user ?id|uid|username|user|endpoint|accountname|database|initial catalog|addr|sharedaccesskeyname|provider|dbname)[ ]?=[ ]?[^;"'`\n]{1,200}[; ]/i;

/** Oracle's and Go's own forms: `user/password@host`, `user:password@tcp(host)`. */
const otherForms: readonly (readonly [anchor: string, pattern: RegExp])[] = [
  ["oracle:thin:", /oracle:thin:[\w$#]{1,64}\/([^\s"'@/]{3,128})@/iy],
  ["oracle.connect(", /oracle\.connect\(["'][\w$#]{1,64}\/([^\s"'@/]{3,128})@/iy],
  ["oracledb.connect(", /oracledb\.connect\(["'][\w$#]{1,64}\/([^\s"'@/]{3,128})@/iy],
];
const beforeTcp = /(?:^|["'`\s=])[\w.-]{1,64}:([^\s"'`:@]{3,128})$/;

function find(text: string, at: number): Span | undefined {
  if (text.startsWith("@tcp(", at)) {
    const value = beforeTcp.exec(text.slice(Math.max(0, at - 200), at))?.[1];
    return value === undefined ? undefined : { start: at - value.length, end: at, value };
  }
  for (const [anchor, pattern] of otherForms) {
    if (text.slice(at, at + anchor.length).toLowerCase() !== anchor) continue;
    pattern.lastIndex = at;
    const match = pattern.exec(text);
    const end = at + (match?.[0].length ?? 0) - 1;
    const value = match?.[1];
    return value === undefined ? undefined : { start: end - value.length, end, value };
  }
  part.lastIndex = at;
  const match = part.exec(text);
  if (match === null) return undefined;
  const value = (match[1] ?? "").replace(/,$/, ""); // a call's arguments: `user=user, password=password, host=…`
  const end = at + match[0].length - ((match[1] ?? "").length - value.length);
  const start = lineStart(text, at, 400);
  const around = `${text.slice(start, at)} ${/^[^\n"'`]{0,300}/.exec(text.slice(end))?.[0] ?? ""};`;
  return others.test(around) && /[; ]$|^$/.test(text.slice(start, at).slice(-1))
    ? { start: end - value.length, end, value }
    : undefined;
}

function tierOf(value: string, host: string): Tier {
  if (value.length < 6 || /^[a-z]+$/i.test(value)) return "weak";
  if (/^[a-z]+\d{1,4}$/i.test(value)) return isChosen(value) ? "generic" : "weak";
  return isLocalHost(host) ? "generic" : "likely";
}

function inspect(value: string, context: string): Told | undefined {
  if (isPlaceholder(value) || isExpression(value) || /[()?]\.|\)$|^(?:None|null|nil|undefined|self)\b/.test(value))
    return undefined;
  const host = /(?:server|data source|host|hostname|addr)[ ]?=[ ]?(?:tcp:)?([\w.-]{1,253})/i.exec(context)?.[1] ?? "";
  const administrator = /(?:user ?id|uid|user(?:name)?)[ ]?=[ ]?(?:sa|root|admin|postgres|administrator)\b/i.test(
    context,
  );
  const reasons = administrator ? ["the user is an administrator"] : [];
  const privilege = administrator
    ? { privilege: "omnibus" as const, narrower: "a database user with only the rights it needs" }
    : {};
  return { host, reasons, ...privilege, tier: tierOf(value, host) };
}

export const connectionString: Provider = {
  id: "connection-string",
  title: "Connection string",
  docs: {
    url: "https://learn.microsoft.com/en-us/dotnet/framework/data/adonet/connection-string-syntax",
    checked: "2026-11-24",
  },
  rules: [
    {
      id: "connection-string",
      kind: "password in a connection string",
      match: {
        by: "code",
        anchors: [
          "password=",
          "password =",
          "pwd=",
          "accountkey=",
          "sharedaccesskey=",
          "@tcp(",
          ...otherForms.map(([anchor]) => anchor),
        ],
        find,
      },
      inspect,
      samples: (random) => [
        `Server=db.shop-corp.net;Database=x;User Id=app;Password=${random.chars("abcdefghkmnp23456789ABCDEFGH", 14)};`,
      ],
      counterSamples: () => ["Server=db;User Id=app;Password=${PASSWORD};", "Server=db;Password=<password>;"],
    },
  ],
};
