import type { Provider } from "../rule.ts";
import { run } from "../shape.ts";

export const clerk: Provider = {
  id: "clerk",
  title: "Clerk",
  docs: { url: "https://clerk.com/docs/deployments/clerk-environment-variables", checked: "2026-11-24" },
  rules: [
    {
      id: "clerk-secret-key",
      kind: "secret key",
      match: { by: "key", shapes: [["sk_live_", run("base62", 40, 60)]], words: ["clerk"], key: /.*/ },
      environment: "production",
      privilege: "omnibus",
      narrower: "a session token",
    },
    {
      id: "clerk-test-key",
      kind: "test secret key",
      match: { by: "key", shapes: [["sk_test_", run("base62", 40, 60)]], words: ["clerk"], key: /.*/ },
      environment: "test",
      privilege: "omnibus",
      narrower: "a session token",
    },
  ],
};
