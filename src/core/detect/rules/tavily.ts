import type { Provider } from "../rule.ts";
import { run } from "../shape.ts";

export const tavily: Provider = {
  id: "tavily",
  title: "Tavily",
  docs: { url: "https://docs.tavily.com/", checked: "2026-11-24" },
  rules: [
    {
      id: "tavily-key",
      kind: "API key",
      match: {
        by: "shape",
        shapes: [
          ["tvly-", run("base62", 32)],
          ["tvly-dev-", run("base62", 32)],
          ["tvly-prod-", run("base62", 32)],
        ],
      },
    },
  ],
};
