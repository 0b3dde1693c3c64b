import type { Provider } from "../rule.ts";
import { run } from "../shape.ts";

export const xai: Provider = {
  id: "xai",
  title: "xAI",
  docs: { url: "https://docs.x.ai/docs/overview", checked: "2026-11-24" },
  rules: [{ id: "xai-key", kind: "API key", match: { by: "shape", shapes: [["xai-", run("base62", 70, 90)]] } }],
};
