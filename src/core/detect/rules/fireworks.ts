import type { Provider } from "../rule.ts";
import { run } from "../shape.ts";

export const fireworks: Provider = {
  id: "fireworks",
  title: "Fireworks AI",
  docs: { url: "https://docs.fireworks.ai/", checked: "2026-11-24" },
  rules: [{ id: "fireworks-key", kind: "API key", match: { by: "shape", shapes: [["fw_", run("base62", 22, 24)]] } }],
};
