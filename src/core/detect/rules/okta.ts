import type { Provider } from "../rule.ts";
import { run } from "../shape.ts";

export const okta: Provider = {
  id: "okta",
  title: "Okta",
  docs: { url: "https://developer.okta.com/docs/guides/create-an-api-token/main/", checked: "2026-11-24" },
  rules: [
    {
      id: "okta-token",
      kind: "API token",
      match: { by: "key", shapes: [["00", run("base64url", 40)]], words: ["okta"], hosts: ["okta.com/api", "ssws"] },
      privilege: "omnibus",
      narrower: "an OAuth service app with scopes",
    },
  ],
};
