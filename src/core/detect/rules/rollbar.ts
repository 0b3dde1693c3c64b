import type { Provider } from "../rule.ts";
import { run } from "../shape.ts";

export const rollbar: Provider = {
  id: "rollbar",
  title: "Rollbar",
  docs: { url: "https://docs.rollbar.com/docs/access-tokens", checked: "2026-11-24" },
  rules: [
    {
      id: "rollbar-token",
      kind: "access token",
      match: { by: "key", shapes: [[run("hex", 32)]], words: ["rollbar"], key: /token/ },
      privilege: "scoped",
    },
  ],
};
