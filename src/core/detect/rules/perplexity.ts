import type { Provider } from "../rule.ts";
import { run } from "../shape.ts";

export const perplexity: Provider = {
  id: "perplexity",
  title: "Perplexity",
  docs: { url: "https://docs.perplexity.ai/getting-started/quickstart", checked: "2026-11-24" },
  rules: [
    { id: "perplexity-key", kind: "API key", match: { by: "shape", shapes: [["pplx-", run("base62", 48, 56)]] } },
  ],
};
