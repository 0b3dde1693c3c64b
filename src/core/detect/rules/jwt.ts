import type { Provider, Span, Told } from "../rule.ts";
import { encodeBase64Url } from "../validate/base64.ts";
import { parseJwt } from "../validate/jwt.ts";

const token = /eyJ[A-Za-z0-9_-]{10,2048}\.eyJ[A-Za-z0-9_-]{4,8192}\.[A-Za-z0-9_-]{16,2048}/y;

function find(text: string, at: number): Span | undefined {
  if (/[A-Za-z0-9_.-]/.test(text[at - 1] ?? "")) return undefined;
  token.lastIndex = at;
  const match = token.exec(text);
  return match === null ? undefined : { start: at, end: at + match[0].length, value: match[0] };
}

const text = (value: unknown): string => (typeof value === "string" ? value : "");

function roleOf(payload: Readonly<Record<string, unknown>>): Told {
  const role = text(payload["role"]);
  if (role === "anon")
    return {
      kind: "Supabase anon key",
      privilege: "public",
      reasons: ["the role in the token is anon, made to be published"],
    };
  if (role === "service_role") {
    return {
      kind: "Supabase service key",
      privilege: "omnibus",
      narrower: "the anon key or an sb_publishable_ key with row-level security",
      reasons: ["the role in the token is service_role, which bypasses row-level security"],
    };
  }
  const subject = text(payload["sub"]);
  if (subject.startsWith("system:serviceaccount:"))
    return { kind: "Kubernetes service account token", reasons: ["the subject is a Kubernetes service account"] };
  if (role === "admin" || role === "root" || payload["admin"] === true)
    return {
      privilege: "omnibus",
      narrower: "a token with only the scopes it needs",
      reasons: ["the token names an administrator role"],
    };
  return {};
}

/** jwt.io's own example and its kin: published, so no secret. */
const isExample = (payload: Readonly<Record<string, unknown>>): boolean =>
  text(payload["sub"]) === "1234567890" ||
  /^(?:John|Jane) Doe$/.test(text(payload["name"])) ||
  payload["some"] === "payload" ||
  payload["foo"] === "bar";

function inspect(value: string): Told | undefined {
  const jwt = parseJwt(value);
  if (jwt === undefined || isExample(jwt.payload)) return undefined;
  const told = roleOf(jwt.payload);
  if (jwt.header["alg"] === undefined)
    return { ...told, tier: "generic", reasons: [...(told.reasons ?? []), "its header names no algorithm"] };
  const until = jwt.payload["exp"];
  if (typeof until !== "number" || until <= 0 || until > 8.64e12) {
    return { ...told, tier: told.privilege === "public" ? "weak" : "likely", expiry: { kind: "never" } };
  }
  const expiry = { kind: "date", at: new Date(until * 1000).toISOString() } as const;
  return { ...told, tier: told.privilege === "public" ? "weak" : "likely", expiry };
}

export const jwt: Provider = {
  id: "jwt",
  title: "JSON Web Token",
  docs: { url: "https://www.rfc-editor.org/rfc/rfc7519", checked: "2026-11-24" },
  rules: [
    {
      id: "jwt",
      kind: "signed token",
      match: { by: "code", anchors: ["eyj"], find },
      inspect,
      samples: (random) => {
        const header = encodeBase64Url('{"alg":"HS256","typ":"JWT"}');
        const signature = (): string => random.chars("abcdefghijkLMNOPQRSTUVWXYZ0123456789_-", 43);
        return [
          '{"iss":"https://auth.shop.internal","sub":"u-81","exp":1893456000}',
          '{"role":"service_role","iss":"supabase","ref":"zkqpwmxn"}',
        ].map((payload) => `${header}.${encodeBase64Url(payload)}.${signature()}`);
      },
      counterSamples: (random) => [
        `${encodeBase64Url('{"version":3,"sources":[]}')}.${encodeBase64Url('{"names":["a"]}')}.${random.chars("abcdef0123456789", 43)}`,
      ],
    },
  ],
};
