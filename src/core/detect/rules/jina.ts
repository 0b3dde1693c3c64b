import type { Provider } from "../rule.ts";
import { run } from "../shape.ts";

export const jina: Provider = {
  id: "jina",
  title: "Jina AI",
  docs: { url: "https://jina.ai/", checked: "2026-11-24" },
  rules: [{ id: "jina-key", kind: "API key", match: { by: "shape", shapes: [["jina_", run("base62", 60)]] } }],
};
