import type { Provider, Told } from "../rule.ts";
import { run } from "../shape.ts";

/** Since 2018 the characters after the leading 5 are the account's own id. */
function account(value: string): Told {
  const body = value.slice(value.lastIndexOf("_") + 1);
  const id = /^5[01]([A-Za-z0-9]{14})/.exec(body)?.[1];
  return id === undefined || body.length < 60 ? {} : { reasons: [`it belongs to account acct_1${id}`] };
}

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
      inspect: account,
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
      inspect: account,
    },
    {
      id: "stripe-restricted-key",
      kind: "restricted key",
      match: { by: "shape", shapes: [["rk_live_", run("base62", 10, 247)]] },
      environment: "production",
      privilege: "scoped",
      inspect: account,
    },
    {
      id: "stripe-restricted-test-key",
      kind: "test restricted key",
      match: { by: "shape", shapes: [["rk_test_", run("base62", 10, 247)]] },
      environment: "test",
      privilege: "scoped",
      inspect: account,
    },
    {
      id: "stripe-webhook-secret",
      kind: "webhook signing secret",
      match: { by: "shape", shapes: [["whsec_", run("base64", 32, 64)]] },
      privilege: "scoped",
    },
  ],
};
