import type { Provider } from "../rule.ts";
import { run } from "../shape.ts";

export const razorpay: Provider = {
  id: "razorpay",
  title: "Razorpay",
  docs: { url: "https://razorpay.com/docs/payments/dashboard/account-settings/api-keys/", checked: "2026-11-24" },
  rules: [
    {
      id: "razorpay-key-id",
      kind: "key id",
      match: { by: "shape", shapes: [["rzp_live_", run("base62", 14)]] },
      environment: "production",
    },
    {
      id: "razorpay-test-key-id",
      kind: "test key id",
      match: { by: "shape", shapes: [["rzp_test_", run("base62", 14)]] },
      environment: "test",
    },
    {
      id: "razorpay-secret",
      kind: "key secret",
      match: { by: "key", shapes: [[run("base62", 24)]], words: ["razorpay", "rzp_"], key: /secret/ },
      expiry: { kind: "never" },
    },
  ],
};
