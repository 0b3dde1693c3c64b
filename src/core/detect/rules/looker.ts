import type { Provider } from "../rule.ts";
import { run } from "../shape.ts";

export const looker: Provider = {
  id: "looker",
  title: "Looker",
  docs: { url: "https://cloud.google.com/looker/docs/api-auth", checked: "2026-11-24" },
  rules: [
    {
      id: "looker-secret",
      kind: "client secret",
      match: { by: "key", shapes: [[run("base62", 24)]], words: ["looker"], key: /secret/ },
    },
  ],
};
