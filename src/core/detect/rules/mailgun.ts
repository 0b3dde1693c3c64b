import type { Provider } from "../rule.ts";
import { run } from "../shape.ts";

export const mailgun: Provider = {
  id: "mailgun",
  title: "Mailgun",
  docs: {
    url: "https://documentation.mailgun.com/docs/mailgun/user-manual/api-key-mgmt/rbac-mgmt",
    checked: "2026-11-24",
  },
  rules: [
    {
      id: "mailgun-private-key",
      kind: "private API key",
      match: {
        by: "key",
        shapes: [
          ["key-", run("hexAny", 32)],
          ["key-", run("base62", 32)],
        ],
        words: ["mailgun", "mg_"],
        key: /.*/,
      },
      privilege: "omnibus",
      narrower: "a domain sending key",
      expiry: { kind: "never" },
    },
    {
      id: "mailgun-key",
      kind: "private API key",
      match: { by: "shape", shapes: [["key-", run("hex", 32)]] },
      privilege: "omnibus",
      narrower: "a domain sending key",
      expiry: { kind: "never" },
      tier: "likely",
    },
    {
      id: "mailgun-signing-key",
      kind: "API key",
      match: {
        by: "key",
        shapes: [[run("hex", 32), "-", run("hex", 8), "-", run("hex", 8)]],
        words: ["mailgun", "mg_"],
        key: /.*/,
        hosts: ["api.mailgun.net"],
      },
      expiry: { kind: "never" },
    },
  ],
};
