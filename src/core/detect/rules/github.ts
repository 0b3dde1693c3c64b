import type { Random } from "../random.ts";
import type { Provider, Told } from "../rule.ts";
import { run } from "../shape.ts";
import { base62Checksum } from "../validate/crc32.ts";

/** Six base-62 digits of CRC-32 end the 36 characters. A failed checksum says altered or invented, so it is shown as less sure. */
function checksummed(value: string): Told {
  if (value.length !== 40) return {};
  const body = value.slice(4, 34);
  if (base62Checksum(body) === value.slice(34))
    return { tier: "verified", reasons: ["the checksum in the token is right"] };
  return { tier: "generic", reasons: ["the checksum in the token is wrong: redacted, altered or invented"] };
}

const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

const genuine =
  (prefix: string) =>
  (random: Random): readonly string[] => {
    const body = random.chars(alphabet, 30);
    return [prefix + body + base62Checksum(body)];
  };

export const github: Provider = {
  id: "github",
  title: "GitHub",
  docs: {
    url: "https://docs.github.com/en/authentication/keeping-your-account-and-data-secure/about-authentication-to-github",
    checked: "2026-11-24",
  },
  rules: [
    {
      id: "github-classic-token",
      kind: "classic personal access token",
      match: { by: "shape", shapes: [["ghp_", run("base62", 36)]] },
      privilege: "omnibus",
      narrower: "a fine-grained token (github_pat_) for the repositories it needs",
      reasons: ["classic tokens reach every repository of their user"],
      inspect: checksummed,
      samples: genuine("ghp_"),
    },
    {
      id: "github-oauth-token",
      kind: "OAuth access token",
      match: { by: "shape", shapes: [["gho_", run("base62", 36)]] },
      inspect: checksummed,
      samples: genuine("gho_"),
    },
    {
      id: "github-user-token",
      kind: "app user token",
      match: { by: "shape", shapes: [["ghu_", run("base62", 36)]] },
      expiry: { kind: "temporary" },
      privilege: "scoped",
      inspect: checksummed,
      samples: genuine("ghu_"),
    },
    {
      id: "github-refresh-token",
      kind: "app refresh token",
      match: {
        by: "shape",
        shapes: [
          ["ghr_", run("base62", 36)],
          ["ghr_", run("base62", 76)],
        ],
      },
      expiry: { kind: "temporary" },
      inspect: checksummed,
      samples: genuine("ghr_"),
    },
    {
      id: "github-app-token",
      kind: "app installation token",
      match: {
        by: "shape",
        shapes: [
          ["ghs_", run("base62", 36)],
          ["ghs_", run("digit", 1, 12), "_eyJ", run("token", 100, 1200)],
        ],
      },
      expiry: { kind: "temporary" },
      privilege: "scoped",
      reasons: ["it ends within the hour"],
      inspect: checksummed,
      samples: genuine("ghs_"),
    },
    {
      id: "github-fine-grained-token",
      kind: "fine-grained personal access token",
      match: { by: "shape", shapes: [["github_pat_", run("base62", 22), "_", run("base62", 59)]] },
      privilege: "scoped",
    },
  ],
};
