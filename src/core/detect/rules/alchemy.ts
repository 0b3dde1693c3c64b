import type { Provider } from "../rule.ts";
import { run } from "../shape.ts";

export const alchemy: Provider = {
  id: "alchemy",
  title: "Alchemy",
  docs: { url: "https://www.alchemy.com/docs", checked: "2026-11-24" },
  rules: [
    {
      id: "alchemy-url-key",
      kind: "API key in a URL",
      match: { by: "shape", shapes: [["g.alchemy.com/v2/", run("base64url", 21, 40)]] },
    },
    { id: "alchemy-key", kind: "API key", match: { by: "key", shapes: [[run("base64url", 32)]], words: ["alchemy"] } },
  ],
};
