import type { Provider } from "../rule.ts";
import { run } from "../shape.ts";

export const sendgrid: Provider = {
  id: "sendgrid",
  title: "SendGrid",
  docs: { url: "https://www.twilio.com/docs/sendgrid/ui/account-and-settings/api-keys", checked: "2026-11-24" },
  rules: [
    {
      id: "sendgrid-api-key",
      kind: "API key",
      match: {
        by: "shape",
        shapes: [
          ["SG.", run("base64url", 22), ".", run("base64url", 43)],
          ["SG.", run("base64url", 16, 32), ".", run("base64url", 16, 64)],
        ],
      },
      expiry: { kind: "never" },
    },
    {
      id: "sendgrid-api-key-altered",
      kind: "API key",
      tier: "generic",
      match: { by: "shape", shapes: [["SG.", run("printable", 66)]] },
      reasons: ["it is as long as a key, but lacks the dot in the middle"],
      expiry: { kind: "never" },
    },
  ],
};
