import type { Provider } from "../rule.ts";
import { run } from "../shape.ts";

export const digitalocean: Provider = {
  id: "digitalocean",
  title: "DigitalOcean",
  docs: { url: "https://docs.digitalocean.com/reference/api/create-personal-access-token/", checked: "2026-11-24" },
  rules: [
    {
      id: "digitalocean-token",
      kind: "personal access token",
      match: { by: "shape", shapes: [["dop_v1_", run("hex", 64)]] },
      narrower: "a token with custom scopes",
    },
    {
      id: "digitalocean-oauth-token",
      kind: "OAuth token",
      match: { by: "shape", shapes: [["doo_v1_", run("hex", 64)]] },
      expiry: { kind: "temporary" },
    },
    {
      id: "digitalocean-refresh-token",
      kind: "OAuth refresh token",
      match: { by: "shape", shapes: [["dor_v1_", run("hex", 64)]] },
    },
    {
      id: "digitalocean-spaces-secret",
      kind: "Spaces secret key",
      match: { by: "key", shapes: [[run("base64", 43)]], words: ["spaces", "digitalocean"], key: /secret/ },
      expiry: { kind: "never" },
    },
  ],
};
