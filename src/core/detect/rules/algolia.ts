import type { Provider } from "../rule.ts";
import { run } from "../shape.ts";

export const algolia: Provider = {
  id: "algolia",
  title: "Algolia",
  docs: { url: "https://www.algolia.com/doc/guides/security/api-keys/", checked: "2026-11-24" },
  rules: [
    {
      id: "algolia-key",
      kind: "API key",
      match: { by: "key", shapes: [[run("hex", 32)]], words: ["algolia"] },
      narrower: "a search-only or secured key",
    },
  ],
};
