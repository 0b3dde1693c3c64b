import type { Provider } from "../rule.ts";
import { run } from "../shape.ts";

export const mailchimp: Provider = {
  id: "mailchimp",
  title: "Mailchimp",
  docs: { url: "https://mailchimp.com/developer/marketing/docs/fundamentals/", checked: "2026-11-24" },
  rules: [
    {
      id: "mailchimp-api-key",
      kind: "API key",
      match: { by: "shape", shapes: [[run("hex", 32), "-us", run("digit", 1, 2)]] },
      privilege: "omnibus",
      narrower: "an OAuth token",
      expiry: { kind: "never" },
    },
    {
      id: "mandrill-api-key",
      kind: "Mandrill key",
      match: { by: "shape", shapes: [["md-", run("base62", 22)]] },
      expiry: { kind: "never" },
    },
  ],
};
