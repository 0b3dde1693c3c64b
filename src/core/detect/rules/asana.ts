import type { Provider } from "../rule.ts";
import { run } from "../shape.ts";

export const asana: Provider = {
  id: "asana",
  title: "Asana",
  docs: { url: "https://developers.asana.com/docs/personal-access-token", checked: "2026-11-24" },
  rules: [
    {
      id: "asana-token",
      kind: "personal access token",
      match: {
        by: "key",
        shapes: [
          ["2/", run("digit", 14, 18), "/", run("digit", 14, 18), ":", run("hex", 32)],
          ["1/", run("digit", 14, 18), ":", run("hex", 32)],
        ],
        words: ["asana"],
      },
      privilege: "omnibus",
      narrower: "an OAuth app",
    },
    {
      id: "asana-client-secret",
      kind: "client secret",
      match: { by: "key", shapes: [[run("alnumLower", 32)]], words: ["asana"], key: /secret|token/ },
      expiry: { kind: "never" },
    },
  ],
};
