import type { Provider } from "../rule.ts";
import { run } from "../shape.ts";

export const voyage: Provider = {
  id: "voyage",
  title: "Voyage AI",
  docs: { url: "https://docs.voyageai.com/docs/api-key-and-installation", checked: "2026-11-24" },
  rules: [{ id: "voyage-key", kind: "API key", match: { by: "shape", shapes: [["pa-", run("base64url", 43)]] } }],
};
