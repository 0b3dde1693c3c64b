import type { Provider } from "../rule.ts";
import { run } from "../shape.ts";

export const auth0: Provider = {
  id: "auth0",
  title: "Auth0",
  docs: { url: "https://auth0.com/docs/secure/application-credentials", checked: "2026-11-24" },
  rules: [
    {
      id: "auth0-secret",
      kind: "client secret",
      match: {
        by: "key",
        shapes: [[run("base64url", 64)]],
        words: ["auth0"],
        key: /secret/,
        hosts: ["auth0.com/oauth"],
      },
      expiry: { kind: "never" },
    },
  ],
};
