import type { Provider } from "../rule.ts";
import { run } from "../shape.ts";

export const mattermost: Provider = {
  id: "mattermost",
  title: "Mattermost",
  docs: { url: "https://developers.mattermost.com/integrate/reference/personal-access-token/", checked: "2026-11-24" },
  rules: [
    {
      id: "mattermost-token",
      kind: "access token",
      match: { by: "key", shapes: [[run("alnumLower", 26)]], words: ["mattermost"], key: /token/ },
    },
  ],
};
