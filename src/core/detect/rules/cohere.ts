import type { Provider } from "../rule.ts";
import { run } from "../shape.ts";

export const cohere: Provider = {
  id: "cohere",
  title: "Cohere",
  docs: { url: "https://docs.cohere.com/", checked: "2026-11-24" },
  rules: [
    {
      id: "cohere-key",
      kind: "API key",
      match: {
        by: "key",
        shapes: [[run("base62", 40)]],
        words: ["cohere"],
        hosts: ["api.cohere.ai", "api.cohere.com"],
      },
    },
  ],
};
