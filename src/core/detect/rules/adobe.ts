import type { Provider } from "../rule.ts";
import { run } from "../shape.ts";

export const adobe: Provider = {
  id: "adobe",
  title: "Adobe",
  docs: { url: "https://developer.adobe.com/developer-console/docs/guides/authentication/", checked: "2026-11-24" },
  rules: [
    {
      id: "adobe-client-secret",
      kind: "client secret",
      match: { by: "shape", shapes: [["p8e-", run("base62", 32)]] },
      expiry: { kind: "never" },
    },
    {
      id: "adobe-client-id-secret",
      kind: "client secret",
      match: { by: "key", shapes: [[run("hex", 32)]], words: ["adobe"], key: /secret/ },
      expiry: { kind: "never" },
    },
  ],
};
