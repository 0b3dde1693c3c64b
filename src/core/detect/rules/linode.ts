import type { Provider } from "../rule.ts";
import { run } from "../shape.ts";

export const linode: Provider = {
  id: "linode",
  title: "Akamai Linode",
  docs: { url: "https://techdocs.akamai.com/linode-api/reference/get-started", checked: "2026-11-24" },
  rules: [
    {
      id: "linode-token",
      kind: "API token",
      match: { by: "key", shapes: [[run("hex", 64)]], words: ["linode", "akamai"], key: /token|key/ },
      narrower: "a token with only the scopes it needs",
    },
  ],
};
