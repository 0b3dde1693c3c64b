import type { Provider } from "../rule.ts";
import { run } from "../shape.ts";

export const gitea: Provider = {
  id: "gitea",
  title: "Gitea",
  docs: { url: "https://docs.gitea.com/development/api-usage", checked: "2026-11-24" },
  rules: [
    {
      id: "gitea-token",
      kind: "access token",
      match: { by: "key", shapes: [[run("hex", 40)]], words: ["gitea", "forgejo", "codeberg"], key: /token/ },
      narrower: "a token with scopes",
    },
  ],
};
