import type { Provider } from "../rule.ts";
import { run } from "../shape.ts";

export const linear: Provider = {
  id: "linear",
  title: "Linear",
  docs: { url: "https://linear.app/developers/graphql", checked: "2026-11-24" },
  rules: [
    {
      id: "linear-api-key",
      kind: "personal API key",
      match: { by: "shape", shapes: [["lin_api_", run("base62", 40)]] },
      privilege: "omnibus",
      narrower: "an OAuth app with the scopes it needs",
    },
    { id: "linear-oauth-token", kind: "OAuth token", match: { by: "shape", shapes: [["lin_oauth_", run("hex", 64)]] } },
    {
      id: "linear-webhook-secret",
      kind: "webhook secret",
      match: { by: "shape", shapes: [["lin_wh_", run("base62", 40)]] },
      privilege: "scoped",
    },
    {
      id: "linear-client-secret",
      kind: "OAuth client secret",
      match: { by: "key", shapes: [[run("hex", 32)]], words: ["linear"], key: /secret/ },
      expiry: { kind: "never" },
    },
  ],
};
