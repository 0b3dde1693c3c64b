import type { Provider } from "../rule.ts";
import { run, uuid } from "../shape.ts";

export const plaid: Provider = {
  id: "plaid",
  title: "Plaid",
  docs: { url: "https://plaid.com/docs/api/", checked: "2026-11-24" },
  rules: [
    {
      id: "plaid-access-token",
      kind: "access token",
      match: { by: "shape", shapes: [["access-production-", ...uuid]] },
      environment: "production",
    },
    {
      id: "plaid-sandbox-token",
      kind: "access token",
      match: {
        by: "shape",
        shapes: [
          ["access-sandbox-", ...uuid],
          ["access-development-", ...uuid],
        ],
      },
      environment: "test",
    },
    {
      id: "plaid-secret",
      kind: "client secret",
      match: { by: "key", shapes: [[run("hex", 30)]], words: ["plaid"], key: /secret|key/ },
      expiry: { kind: "never" },
    },
  ],
};
