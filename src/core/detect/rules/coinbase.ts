import type { Provider } from "../rule.ts";
import { run } from "../shape.ts";

export const coinbase: Provider = {
  id: "coinbase",
  title: "Coinbase",
  docs: { url: "https://docs.cdp.coinbase.com/", checked: "2026-11-24" },
  rules: [
    {
      id: "coinbase-secret",
      kind: "API secret",
      match: {
        by: "key",
        shapes: [[run("base62", 32)], [run("base64url", 64)]],
        words: ["coinbase"],
        key: /secret|token/,
      },
    },
  ],
};
