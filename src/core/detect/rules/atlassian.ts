import type { Random } from "../random.ts";
import type { Provider, Told } from "../rule.ts";
import { run } from "../shape.ts";
import { hexChecksum } from "../validate/crc32.ts";

function checksummed(value: string): Told {
  const expected = hexChecksum(value.slice(0, -8)).toUpperCase();
  return expected === value.slice(-8)
    ? { tier: "verified", reasons: ["the checksum in the token is right", "tokens end within a year"] }
    : { reasons: ["the checksum in the token is wrong: redacted, altered or invented"] };
}

function genuine(random: Random): readonly string[] {
  const body = `ATATT3xFfGF0${random.chars("ABCDEFGHIJabcdefghij0123456789_-", 171)}=`;
  return [body + hexChecksum(body).toUpperCase()];
}

export const atlassian: Provider = {
  id: "atlassian",
  title: "Atlassian",
  docs: {
    url: "https://support.atlassian.com/atlassian-account/docs/manage-api-tokens-for-your-atlassian-account/",
    checked: "2026-11-24",
  },
  rules: [
    {
      id: "atlassian-api-token",
      kind: "API token",
      match: {
        by: "shape",
        shapes: [
          ["ATATT3xFfGF0", run("base64url", 150, 240), "=", run("hexUpper", 8)],
          ["ATATT3", run("base64url", 150, 260), "=", run("hexUpper", 8)],
        ],
      },
      narrower: "a token with scopes",
      inspect: checksummed,
      samples: genuine,
    },
    {
      id: "bitbucket-access-token",
      kind: "repository or workspace access token",
      match: { by: "shape", shapes: [["ATCTT3xFfGN0", run("base64url", 140, 240), "=", run("hexUpper", 8)]] },
      privilege: "scoped",
    },
    {
      id: "bitbucket-app-password",
      kind: "app password",
      match: { by: "shape", shapes: [["ATBB", run("base62", 24), run("hexUpper", 8)]] },
      reasons: ["app passwords stopped working on 2026-06-09"],
    },
    {
      id: "bitbucket-server-token",
      kind: "data center access token",
      match: { by: "shape", shapes: [["BBDC-", run("base64", 44)]] },
    },
    {
      id: "atlassian-legacy-token",
      kind: "API token",
      match: {
        by: "key",
        shapes: [[run("base62", 24)]],
        words: ["atlassian", "jira", "confluence", "bitbucket"],
        key: /token|key|password/,
        hosts: ["atlassian.net"],
      },
    },
  ],
};
