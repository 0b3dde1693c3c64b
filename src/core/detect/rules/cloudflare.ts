import type { Random } from "../random.ts";
import type { Provider, Told } from "../rule.ts";
import { run } from "../shape.ts";
import { hexChecksum } from "../validate/crc32.ts";

function checksummed(value: string): Told {
  const body = value.slice(value.indexOf("_") + 1, -8);
  if (hexChecksum(body) === value.slice(-8))
    return { tier: "verified", reasons: ["the checksum in the token is right"] };
  return { reasons: ["the checksum in the token could not be confirmed"] };
}

const genuine =
  (prefix: string) =>
  (random: Random): readonly string[] => {
    const body = random.chars("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789", 40);
    return [prefix + body + hexChecksum(body)];
  };

export const cloudflare: Provider = {
  id: "cloudflare",
  title: "Cloudflare",
  docs: { url: "https://developers.cloudflare.com/fundamentals/api/get-started/token-formats/", checked: "2026-11-24" },
  rules: [
    {
      id: "cloudflare-global-key",
      kind: "global API key",
      match: { by: "shape", shapes: [["cfk_", run("base62", 40), run("hex", 8)]] },
      privilege: "omnibus",
      narrower: "an API token with the permissions it needs",
      reasons: ["the global key can do all that its user can"],
      inspect: checksummed,
      samples: genuine("cfk_"),
    },
    {
      id: "cloudflare-user-token",
      kind: "user API token",
      match: { by: "shape", shapes: [["cfut_", run("base62", 40), run("hex", 8)]] },
      privilege: "scoped",
      inspect: checksummed,
      samples: genuine("cfut_"),
    },
    {
      id: "cloudflare-account-token",
      kind: "account API token",
      match: { by: "shape", shapes: [["cfat_", run("base62", 40), run("hex", 8)]] },
      privilege: "scoped",
      inspect: checksummed,
      samples: genuine("cfat_"),
    },
    {
      id: "cloudflare-origin-ca-key",
      kind: "Origin CA key",
      match: { by: "shape", shapes: [["v1.0-", run("hex", 24), "-", run("hex", 146)]] },
    },
    {
      id: "cloudflare-legacy-global-key",
      kind: "global API key",
      match: {
        by: "key",
        shapes: [[run("hex", 37)]],
        words: ["cloudflare", "cf_", "x-auth"],
        hosts: ["api.cloudflare.com"],
      },
      privilege: "omnibus",
      narrower: "an API token with the permissions it needs",
    },
    {
      id: "cloudflare-legacy-token",
      kind: "API token",
      match: {
        by: "key",
        shapes: [[run("base64url", 40)]],
        words: ["cloudflare", "cf_"],
        key: /token|key|bearer|authorization/,
        hosts: ["api.cloudflare.com"],
      },
      privilege: "scoped",
    },
  ],
};
