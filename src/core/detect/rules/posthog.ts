import type { Provider } from "../rule.ts";
import { run } from "../shape.ts";

export const posthog: Provider = {
  id: "posthog",
  title: "PostHog",
  docs: { url: "https://posthog.com/docs/api", checked: "2026-11-24" },
  rules: [
    {
      id: "posthog-personal-key",
      kind: "personal API key",
      match: { by: "shape", shapes: [["phx_", run("base64url", 40, 60)]] },
      privilege: "omnibus",
      narrower: "a key with scopes",
    },
    {
      id: "posthog-feature-flags-key",
      kind: "feature flags key",
      match: { by: "shape", shapes: [["phs_", run("base64url", 40, 60)]] },
      privilege: "scoped",
    },
  ],
};
