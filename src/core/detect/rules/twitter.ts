import type { Provider } from "../rule.ts";
import { run } from "../shape.ts";

export const twitter: Provider = {
  id: "twitter",
  title: "X (Twitter)",
  docs: { url: "https://docs.x.com/resources/fundamentals/authentication/overview", checked: "2026-11-24" },
  rules: [
    {
      id: "twitter-bearer-token",
      kind: "bearer token",
      match: { by: "shape", shapes: [["AAAAAAAAAAAAAAAAAAAA", run("token", 60, 120)]] },
    },
    {
      id: "twitter-secret",
      kind: "API secret",
      match: {
        by: "key",
        shapes: [[run("base62", 50)], [run("base62", 45)], [run("base62", 35, 44)]],
        words: ["twitter", "tweet"],
        key: /secret/,
      },
      expiry: { kind: "never" },
    },
    {
      id: "twitter-api-key",
      kind: "API key",
      match: { by: "key", shapes: [[run("base62", 25)]], words: ["twitter"], key: /apikey|consumerkey/ },
      expiry: { kind: "never" },
    },
    {
      id: "twitter-access-token",
      kind: "access token",
      match: {
        by: "key",
        shapes: [[run("digit", 15, 25), "-", run("base62", 20, 40)]],
        words: ["twitter"],
        key: /token/,
      },
      expiry: { kind: "never" },
    },
  ],
};
