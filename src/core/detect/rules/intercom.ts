import type { Provider } from "../rule.ts";
import { run } from "../shape.ts";

export const intercom: Provider = {
  id: "intercom",
  title: "Intercom",
  docs: {
    url: "https://developers.intercom.com/docs/build-an-integration/learn-more/authentication",
    checked: "2026-11-24",
  },
  rules: [
    {
      id: "intercom-token",
      kind: "access token",
      match: { by: "key", shapes: [[run("base62", 59), "="]], words: ["intercom"], key: /token/ },
    },
    {
      id: "intercom-access-token",
      kind: "access token",
      match: { by: "shape", shapes: [["dG9rO", run("base62", 54, 80), "="]] },
    },
  ],
};
