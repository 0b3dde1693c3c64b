import type { Provider } from "../rule.ts";
import { run } from "../shape.ts";

export const stripe: Provider = {
  id: "stripe",
  title: "Stripe",
  docs: { url: "https://docs.stripe.com/keys", checked: "2026-11-24" },
  rules: [
    {
      id: "stripe-secret-key",
      kind: "secret key",
      match: {
        by: "shape",
        shapes: [
          ["sk_live_", run("base62", 10, 247)],
          ["sk_org_live_", run("base62", 10, 247)],
        ],
      },
      environment: "production",
      privilege: "omnibus",
      narrower: "a restricted key (rk_) with only the permissions it needs",
      reasons: ["secret keys cannot be limited"],
    },
    {
      id: "stripe-test-key",
      kind: "test secret key",
      match: {
        by: "shape",
        shapes: [
          ["sk_test_", run("base62", 10, 247)],
          ["sk_org_test_", run("base62", 10, 247)],
        ],
      },
      environment: "test",
      privilege: "omnibus",
      narrower: "a restricted key (rk_) with only the permissions it needs",
      reasons: ["secret keys cannot be limited"],
    },
    {
      id: "stripe-restricted-key",
      kind: "restricted key",
      match: { by: "shape", shapes: [["rk_live_", run("base62", 10, 247)]] },
      environment: "production",
      privilege: "scoped",
    },
    {
      id: "stripe-restricted-test-key",
      kind: "test restricted key",
      match: { by: "shape", shapes: [["rk_test_", run("base62", 10, 247)]] },
      environment: "test",
      privilege: "scoped",
    },
    {
      id: "stripe-webhook-secret",
      kind: "webhook signing secret",
      match: { by: "shape", shapes: [["whsec_", run("base64", 32, 64)]] },
      privilege: "scoped",
    },
  ],
};
