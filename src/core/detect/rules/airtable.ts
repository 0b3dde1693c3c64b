import type { Provider } from "../rule.ts";
import { run } from "../shape.ts";

export const airtable: Provider = {
  id: "airtable",
  title: "Airtable",
  docs: { url: "https://airtable.com/developers/web/guides/personal-access-tokens", checked: "2026-11-24" },
  rules: [
    {
      id: "airtable-token",
      kind: "personal access token",
      match: { by: "shape", shapes: [["pat", run("base62", 14), ".", run("hex", 64)]] },
      privilege: "scoped",
    },
    {
      id: "airtable-legacy-key",
      kind: "API key",
      match: { by: "key", shapes: [["key", run("base62", 14)]], words: ["airtable"] },
    },
  ],
};
