import type { Provider } from "../rule.ts";
import { run } from "../shape.ts";

export const cerebras: Provider = {
  id: "cerebras",
  title: "Cerebras",
  docs: { url: "https://inference-docs.cerebras.ai/", checked: "2026-11-24" },
  rules: [{ id: "cerebras-key", kind: "API key", match: { by: "shape", shapes: [["csk-", run("alnumLower", 48)]] } }],
};
