import type { Provider } from "../rule.ts";
import { run } from "../shape.ts";

export const twilio: Provider = {
  id: "twilio",
  title: "Twilio",
  docs: { url: "https://www.twilio.com/docs/iam/api-keys", checked: "2026-11-24" },
  rules: [
    {
      id: "twilio-auth-token",
      kind: "auth token",
      match: { by: "key", shapes: [[run("hex", 32)]], words: ["twilio"], key: /token|auth/, hosts: ["api.twilio.com"] },
      privilege: "omnibus",
      narrower: "an API key (SK) with restricted permissions",
      expiry: { kind: "never" },
      reasons: ["the auth token reaches the whole account"],
    },
    {
      id: "twilio-api-key-secret",
      kind: "API key secret",
      match: {
        by: "key",
        shapes: [[run("base62", 32)]],
        words: ["twilio"],
        key: /secret|key/,
        hosts: ["api.twilio.com"],
      },
      privilege: "scoped",
      expiry: { kind: "never" },
    },
  ],
};
