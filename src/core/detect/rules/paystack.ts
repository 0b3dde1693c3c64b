import type { Provider } from "../rule.ts";
import { run } from "../shape.ts";

export const paystack: Provider = {
  id: "paystack",
  title: "Paystack",
  docs: { url: "https://paystack.com/docs/api/authentication/", checked: "2026-11-24" },
  rules: [
    {
      id: "paystack-secret-key",
      kind: "secret key",
      match: { by: "key", shapes: [["sk_live_", run("hex", 40)]], words: ["paystack"], key: /.*/ },
      environment: "production",
    },
    {
      id: "paystack-test-key",
      kind: "test secret key",
      match: { by: "key", shapes: [["sk_test_", run("hex", 40)]], words: ["paystack"], key: /.*/ },
      environment: "test",
    },
  ],
};
