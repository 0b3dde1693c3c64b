import type { Provider } from "../rule.ts";
import { run } from "../shape.ts";

export const contentful: Provider = {
  id: "contentful",
  title: "Contentful",
  docs: { url: "https://www.contentful.com/developers/docs/references/authentication/", checked: "2026-11-24" },
  rules: [
    {
      id: "contentful-token",
      kind: "personal access token",
      match: { by: "shape", shapes: [["CFPAT-", run("base64url", 43)]] },
    },
    {
      id: "contentful-delivery-token",
      kind: "delivery token",
      match: { by: "key", shapes: [[run("base64url", 43)]], words: ["contentful"] },
      privilege: "scoped",
    },
  ],
};
