import type { Provider } from "../rule.ts";
import { run } from "../shape.ts";

export const together: Provider = {
  id: "together",
  title: "Together AI",
  docs: { url: "https://docs.together.ai/docs/quickstart", checked: "2026-11-24" },
  rules: [
    { id: "together-key", kind: "API key", match: { by: "shape", shapes: [["tgp_v1_", run("base64url", 43)]] } },
    {
      id: "together-legacy-key",
      kind: "API key",
      match: { by: "key", shapes: [[run("hex", 64)]], words: ["together"] },
    },
  ],
};
