import type { Provider } from "../rule.ts";
import { run } from "../shape.ts";

export const groq: Provider = {
  id: "groq",
  title: "Groq",
  docs: { url: "https://console.groq.com/docs/quickstart", checked: "2026-11-24" },
  rules: [{ id: "groq-key", kind: "API key", match: { by: "shape", shapes: [["gsk_", run("base62", 50, 56)]] } }],
};
