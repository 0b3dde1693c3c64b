import type { Random } from "../random.ts";
import type { Provider, Told } from "../rule.ts";
import { run, uuid } from "../shape.ts";
import { base62Checksum } from "../validate/crc32.ts";

function checksummed(value: string): Told {
  return base62Checksum(value.slice(4, 34)) === value.slice(34)
    ? { tier: "verified", reasons: ["the checksum in the token is right"] }
    : { tier: "generic", reasons: ["the checksum in the token is wrong: redacted, altered or invented"] };
}

function genuine(random: Random): readonly string[] {
  const body = random.chars("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789", 30);
  return [`npm_${body}${base62Checksum(body)}`];
}

export const npm: Provider = {
  id: "npm",
  title: "npm",
  docs: { url: "https://docs.npmjs.com/about-access-tokens", checked: "2026-11-24" },
  rules: [
    {
      id: "npm-token",
      kind: "access token",
      match: { by: "shape", shapes: [["npm_", run("base62", 36)]] },
      inspect: checksummed,
      samples: genuine,
    },
    {
      id: "npm-legacy-token",
      kind: "legacy access token",
      match: {
        by: "key",
        shapes: [[...uuid]],
        words: ["npmjs.org", "npm"],
        key: /authtoken|npmtoken|token/,
        files: /(?:^|\/)\.npmrc$/i,
      },
      reasons: ["legacy tokens stopped working in 2025"],
    },
    {
      id: "npm-registry-password",
      kind: "registry password",
      match: {
        by: "key",
        shapes: [[run("base64", 12, 200)]],
        words: ["npm_"],
        key: /^(?:password|auth)$/,
        files: /(?:^|\/)\.npmrc$/i,
        place: { path: ".npmrc", text: (value) => `//registry.shop.net/:_password=${value}\n` },
      },
    },
  ],
};
