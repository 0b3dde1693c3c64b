import type { Provider } from "../rule.ts";
import { run } from "../shape.ts";

export const binance: Provider = {
  id: "binance",
  title: "Binance",
  docs: { url: "https://developers.binance.com/docs/binance-spot-api-docs/rest-api", checked: "2026-11-24" },
  rules: [
    {
      id: "binance-secret",
      kind: "API key or secret",
      match: { by: "key", shapes: [[run("base62", 64)]], words: ["binance"] },
      privilege: "omnibus",
      narrower: "a key without withdrawals",
    },
  ],
};
