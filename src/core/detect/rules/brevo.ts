import type { Provider } from "../rule.ts";
import { run } from "../shape.ts";

export const brevo: Provider = {
  id: "brevo",
  title: "Brevo",
  docs: { url: "https://developers.brevo.com/docs/getting-started", checked: "2026-11-24" },
  rules: [
    {
      id: "brevo-api-key",
      kind: "API key",
      match: {
        by: "shape",
        shapes: [
          ["xkeysib-", run("hex", 64), "-", run("base62", 16)],
          ["xsmtpsib-", run("hex", 64), "-", run("base62", 16)],
        ],
      },
      expiry: { kind: "never" },
    },
  ],
};
