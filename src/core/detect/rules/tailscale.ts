import type { Provider } from "../rule.ts";
import { run } from "../shape.ts";

export const tailscale: Provider = {
  id: "tailscale",
  title: "Tailscale",
  docs: { url: "https://tailscale.com/kb/1101/api", checked: "2026-11-24" },
  rules: [
    {
      id: "tailscale-auth-key",
      kind: "auth key",
      match: { by: "shape", shapes: [["tskey-auth-", run("base62", 10, 24), "-", run("base62", 20, 40)]] },
      expiry: { kind: "temporary" },
    },
    {
      id: "tailscale-api-key",
      kind: "API key",
      match: { by: "shape", shapes: [["tskey-api-", run("base62", 10, 24), "-", run("base62", 20, 40)]] },
      privilege: "omnibus",
      narrower: "an OAuth client with scopes",
      expiry: { kind: "temporary" },
    },
    {
      id: "tailscale-client-secret",
      kind: "OAuth client secret",
      match: {
        by: "shape",
        shapes: [
          ["tskey-client-", run("base62", 10, 24), "-", run("base62", 20, 40)],
          ["tskey-scim-", run("base62", 10, 24), "-", run("base62", 20, 40)],
          ["tskey-webhook-", run("base62", 10, 24), "-", run("base62", 20, 40)],
        ],
      },
      expiry: { kind: "never" },
    },
  ],
};
