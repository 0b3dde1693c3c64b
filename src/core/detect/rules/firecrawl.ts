import type { Provider } from "../rule.ts";
import { run } from "../shape.ts";

export const firecrawl: Provider = {
  id: "firecrawl",
  title: "Firecrawl",
  docs: { url: "https://docs.firecrawl.dev/", checked: "2026-11-24" },
  rules: [{ id: "firecrawl-key", kind: "API key", match: { by: "shape", shapes: [["fc-", run("hex", 32)]] } }],
};
