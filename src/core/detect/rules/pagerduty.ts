import type { Provider } from "../rule.ts";
import { run } from "../shape.ts";

export const pagerduty: Provider = {
  id: "pagerduty",
  title: "PagerDuty",
  docs: { url: "https://support.pagerduty.com/main/docs/api-access-keys", checked: "2026-11-24" },
  rules: [
    {
      id: "pagerduty-key",
      kind: "API key",
      match: {
        by: "key",
        shapes: [[run("base64url", 20)], ["u+", run("base64url", 18)], ["y_", run("base64url", 18)]],
        words: ["pagerduty", "pd_"],
        key: /key|token/,
      },
    },
  ],
};
