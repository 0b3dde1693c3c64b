import type { Provider } from "../rule.ts";
import { run } from "../shape.ts";

export const braintree: Provider = {
  id: "braintree",
  title: "Braintree",
  docs: { url: "https://developer.paypal.com/braintree/docs/guides/authorization/overview", checked: "2026-11-24" },
  rules: [
    {
      id: "braintree-production-token",
      kind: "access token",
      match: { by: "shape", shapes: [["access_token$production$", run("alnumLower", 16), "$", run("hex", 32)]] },
      environment: "production",
    },
    {
      id: "braintree-sandbox-token",
      kind: "access token",
      match: { by: "shape", shapes: [["access_token$sandbox$", run("alnumLower", 16), "$", run("hex", 32)]] },
      environment: "test",
    },
    {
      id: "braintree-private-key",
      kind: "private key",
      match: { by: "key", shapes: [[run("hex", 32)]], words: ["braintree"], key: /private|key|secret/ },
      expiry: { kind: "never" },
    },
    {
      id: "paypal-secret",
      kind: "client secret",
      match: { by: "key", shapes: [[run("base64url", 80)]], words: ["paypal"], key: /secret/ },
      expiry: { kind: "never" },
    },
  ],
};
