import type { Random } from "../random.ts";
import type { Provider, Told } from "../rule.ts";
import { run } from "../shape.ts";
import { decodeBase64Json, encodeBase64 } from "../validate/base64.ts";

function issued(value: string): Told {
  const json = decodeBase64Json(value.slice(7, value.lastIndexOf("_")));
  const org = json?.["org"];
  return typeof org === "string" ? { tier: "verified", reasons: [`it was issued for the organization ${org}`] } : {};
}

const genuine = (random: Random): readonly string[] => [
  `sntrys_${encodeBase64('{"iat":1700000000.5,"url":"https://sentry.io","region_url":"https://us.sentry.io","org":"shop"}')}_${random.chars("ABCDEFabcdef0123456789+/", 43)}`,
];

export const sentry: Provider = {
  id: "sentry",
  title: "Sentry",
  docs: { url: "https://docs.sentry.io/account/auth-tokens/", checked: "2026-11-24" },
  rules: [
    {
      id: "sentry-user-token",
      kind: "user auth token",
      match: { by: "shape", shapes: [["sntryu_", run("hex", 64)]] },
      narrower: "an organization token (sntrys_)",
    },
    {
      id: "sentry-org-token",
      kind: "organization auth token",
      match: {
        by: "shape",
        shapes: [
          ["sntrys_eyJ", run("base64", 40, 400), "_", run("base64", 43)],
          ["sntrys_eyJ", run("base64", 40, 400), "=_", run("base64", 43)],
          ["sntrys_eyJ", run("base64", 40, 400), "==_", run("base64", 43)],
        ],
      },
      privilege: "scoped",
      inspect: issued,
      samples: genuine,
    },
    {
      id: "sentry-internal-token",
      kind: "internal integration token",
      match: { by: "shape", shapes: [["sntryi_", run("hex", 64)]] },
      privilege: "scoped",
    },
    {
      id: "sentry-legacy-token",
      kind: "auth token",
      match: { by: "key", shapes: [[run("hex", 64)]], words: ["sentry"], key: /token|auth/, hosts: ["sentry.io/api"] },
    },
  ],
};
