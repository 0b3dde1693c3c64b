import type { Provider } from "../rule.ts";
import { run } from "../shape.ts";

export const infura: Provider = {
  id: "infura",
  title: "Infura",
  docs: { url: "https://docs.metamask.io/services/how-to/secure-an-api/", checked: "2026-11-24" },
  rules: [
    {
      id: "infura-key",
      kind: "API key",
      match: { by: "key", shapes: [[run("hex", 32)]], words: ["infura"], hosts: ["infura.io/v3"] },
    },
    {
      id: "infura-url-key",
      kind: "API key in a URL",
      match: { by: "shape", shapes: [["infura.io/v3/", run("hex", 32)]] },
    },
  ],
};
