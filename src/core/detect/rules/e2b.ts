import type { Provider } from "../rule.ts";
import { run } from "../shape.ts";

export const e2b: Provider = {
  id: "e2b",
  title: "E2B",
  docs: { url: "https://e2b.dev/docs/api-key", checked: "2026-11-24" },
  rules: [{ id: "e2b-key", kind: "API key", match: { by: "shape", shapes: [["e2b_", run("hex", 40)]] } }],
};
