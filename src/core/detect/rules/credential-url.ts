import { isLocalHost } from "../environment.ts";
import { isIdentifier } from "../filters/expression.ts";
import { isPlaceholder } from "../filters/placeholder.ts";
import { isRandom } from "../filters/word-likeness.ts";
import type { Provider, Span, Told } from "../rule.ts";

const before = /[a-z][a-z0-9+.-]{1,30}$/i;
const after = /:\/\/([^\s:/?#[\]@"'`<>(){}|\\]{0,256}):([^\s/?#@"'`<>{}|\\]{1,512})@([A-Za-z0-9._[\]:%${}-]{1,253})/y;
/** Passwords with an unescaped / or # in them, where the scheme leaves no doubt. */
const loose =
  /:\/\/([^\s:/?#[\]@"'`<>(){}|\\]{1,256}):([^\s@"'`<>{}|\\]{1,256})@([A-Za-z0-9][A-Za-z0-9.-]{0,252}(?::\d{1,5})?(?:\/[\w-]{1,64})?)/y;
const databases =
  /^(?:postgres(?:ql)?|mysql2?|mariadb|mongodb(?:\+srv)?|rediss?|amqps?|mssql|sqlserver|oracle|clickhouse|cockroachdb|jdbc|ftps?|sftp|smtps?|imaps?|ldaps?|nats|mqtts?|kafka|elasticsearch|neo4j|bolt|cassandra|couchbase)/i;
const omnibusUsers =
  /^(?:root|postgres|admin|administrator|sa|superuser|system|sysdba|rds_?superuser|doadmin|avnadmin|neondb_owner|master)$/i;

function find(text: string, at: number): Span | undefined {
  const scheme = before.exec(text.slice(Math.max(0, at - 32), at))?.[0];
  if (scheme === undefined) return undefined;
  after.lastIndex = at;
  let match = after.exec(text);
  if (match === null && databases.test(scheme)) {
    loose.lastIndex = at;
    match = loose.exec(text);
  }
  if (match === null) return alone(text, at);
  if (match[2] === "x-oauth-basic" && (match[1] ?? "").length >= 20) {
    const value = match[1] ?? "";
    return { start: at + 3, end: at + 3 + value.length, value };
  }
  const [, user = "", password = ""] = match;
  if (/^\d{2,5},[\w.-]+:/.test(password)) return undefined; // a list of hosts: `h1:123,h2:456`
  if (scheme === "cvs" || password.startsWith("pserver:")) return undefined; // CVS's anonymous users
  const start = at + 3 + user.length + 1;
  return { start, end: start + password.length, value: password };
}

const onlyUser = /:\/\/([A-Za-z0-9_-]{20,255})@[A-Za-z0-9][A-Za-z0-9.-]{2,252}/y;

/** `https://TOKEN@host`, as git takes it. */
function alone(text: string, at: number): Span | undefined {
  onlyUser.lastIndex = at;
  const value = onlyUser.exec(text)?.[1];
  return value === undefined || !isRandom(value) || !/[A-Z]|^[0-9a-f]+$/.test(value)
    ? undefined
    : { start: at + 3, end: at + 3 + value.length, value };
}

/** `user:pass@host` within 512 bytes, before anything that ends an authority. */
function quick(bytes: Uint8Array, at: number): boolean {
  let colon = false;
  const limit = Math.min(bytes.length, at + 3 + 768);
  for (let cursor = at + 3; cursor < limit; cursor += 1) {
    const byte = bytes[cursor] ?? 0;
    if (byte === 58) colon = true;
    else if (byte === 64) return colon || cursor - at >= 23;
    else if (byte <= 32 || byte === 34 || byte === 39 || byte === 60 || byte === 62 || byte === 96) return false;
    else if (byte === 47 && !colon) return false;
  }
  return false;
}

const weakWords =
  /^(?:pass(?:word|wd)?|secret|pwd|pw|test|admin|root|user(?:name)?|postgres|mysql|guest|mongo|redis|123456?|1234|changeit|pass123|abc|foo|bar|baz|a|b|p|x|token|key|mypassword|qwerty|letmein|(?:key|token|pass|secret)[-_]?\d{1,4}|p%40ss|p@ss)$/i;

function inspect(password: string, context: string): Told | undefined {
  const bare = context.indexOf(`://${password}@`);
  const at = bare >= 0 ? bare + 2 : context.indexOf(`:${password}@`);
  const head = /([a-z][a-z0-9+.-]{1,30}):\/\/([^\s:/]*)$/i.exec(context.slice(0, Math.max(0, at)));
  const host =
    /^[A-Za-z0-9._[\]:%${}-]+/.exec(context.slice(at + password.length + 2))?.[0]?.replace(/:\d+$/, "") ?? "";
  const user = head?.[2] ?? "";
  if (isPlaceholder(password) && !weakWords.test(password)) return undefined;
  if (/^\d{1,5}$/.test(password) && !databases.test(head?.[1] ?? "")) return undefined;
  if (
    /^(?:example\.(?:com|org|net)|.*\.example(?:\.\w+)?|host(?:name)?|server|ip|domain|foo|bar|x|xxx|your[-.\w]*|some[-.\w]*|my-?host.*|h|registry\.example.*)$/i.test(
      host,
    )
  )
    return undefined;
  const scheme = (head?.[1] ?? "").toLowerCase();
  const omnibus = omnibusUsers.test(user);
  const common = {
    host,
    kind: databases.test(scheme) ? `${scheme.replace(/\+srv$/, "")} password` : "password in a URL",
    ...(omnibus ? { privilege: "omnibus" as const, narrower: "a database user with only the rights it needs" } : {}),
    reasons: omnibus ? ["the user is an administrator"] : [],
  };
  const weak = weakWords.test(password) || password === user || password.length < 5;
  if (weak) return { ...common, tier: "weak" };
  if (isIdentifier(password) && /pass|secret|token|user|pwd/i.test(password)) return { ...common, tier: "weak" };
  return { ...common, tier: isLocalHost(host) ? "generic" : "likely" };
}

export const credentialUrl: Provider = {
  id: "credential-url",
  title: "Credential URL",
  docs: { url: "https://www.rfc-editor.org/rfc/rfc3986#section-3.2.1", checked: "2026-11-24" },
  rules: [
    {
      id: "credential-url",
      kind: "password in a URL",
      expiry: { kind: "unknown" },
      match: { by: "code", anchors: ["://"], find, quick },
      inspect,
      samples: (random) =>
        (["postgres", "mysql", "mongodb+srv", "redis", "amqp", "https"] as const).map(
          (scheme) =>
            `${scheme}://shop:${random.chars("abcdefghkmnpqrstuvwxyzABCDEFGH23456789", 16)}@db-1.shop-corp.net:5432/orders`,
        ),
      counterSamples: () => [
        "postgres://user:${DB_PASSWORD}@db.shop-corp.net/orders",
        "https://packages.example.com:443/@scope/name",
        "git+ssh://git@github.com:owner/repo.git",
        "postgres://user:your-password@db.shop-corp.net/orders",
        "http://localhost:3000/@vite/client",
      ],
    },
  ],
};
