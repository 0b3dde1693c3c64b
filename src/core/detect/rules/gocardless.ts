import type { Provider } from "../rule.ts";
import { run } from "../shape.ts";

export const gocardless: Provider = {
  id: "gocardless",
  title: "GoCardless",
  docs: { url: "https://developer.gocardless.com/getting-started/api/", checked: "2026-11-24" },
  rules: [
    {
      id: "gocardless-token",
      kind: "access token",
      match: { by: "key", shapes: [["live_", run("base64url", 40)]], words: ["gocardless"], key: /.*/ },
      environment: "production",
    },
    {
      id: "gocardless-sandbox-token",
      kind: "sandbox token",
      match: { by: "key", shapes: [["sandbox_", run("base64url", 40)]], words: ["gocardless"], key: /.*/ },
      environment: "test",
    },
  ],
};
