import type { Provider } from "../rule.ts";
import { run } from "../shape.ts";

export const mistral: Provider = {
  id: "mistral",
  title: "Mistral",
  docs: { url: "https://docs.mistral.ai/getting-started/quickstart/", checked: "2026-11-24" },
  rules: [
    {
      id: "mistral-key",
      kind: "API key",
      match: { by: "key", shapes: [[run("base62", 32)]], words: ["mistral", "codestral"], hosts: ["api.mistral.ai"] },
    },
  ],
};
