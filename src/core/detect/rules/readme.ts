import type { Provider } from "../rule.ts";
import { run } from "../shape.ts";

export const readme: Provider = {
  id: "readme",
  title: "ReadMe",
  docs: { url: "https://docs.readme.com/main/docs/api-keys", checked: "2026-11-24" },
  rules: [{ id: "readme-key", kind: "API key", match: { by: "shape", shapes: [["rdme_", run("alnumLower", 70)]] } }],
};
