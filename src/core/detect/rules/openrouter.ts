import type { Provider } from "../rule.ts";
import { run } from "../shape.ts";

export const openrouter: Provider = {
  id: "openrouter",
  title: "OpenRouter",
  docs: { url: "https://openrouter.ai/docs/api-reference/authentication", checked: "2026-11-24" },
  rules: [{ id: "openrouter-key", kind: "API key", match: { by: "shape", shapes: [["sk-or-v1-", run("hex", 64)]] } }],
};
