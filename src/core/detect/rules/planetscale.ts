import type { Provider } from "../rule.ts";
import { run } from "../shape.ts";

export const planetscale: Provider = {
  id: "planetscale",
  title: "PlanetScale",
  docs: { url: "https://planetscale.com/docs/api/reference/service-tokens", checked: "2026-11-24" },
  rules: [
    {
      id: "planetscale-token",
      kind: "service token",
      match: { by: "shape", shapes: [["pscale_tkn_", run("token", 32, 64)]] },
      privilege: "scoped",
    },
    {
      id: "planetscale-oauth-token",
      kind: "OAuth token",
      match: { by: "shape", shapes: [["pscale_oauth_", run("token", 32, 64)]] },
    },
    {
      id: "planetscale-password",
      kind: "branch password",
      match: { by: "shape", shapes: [["pscale_pw_", run("token", 32, 64)]] },
      privilege: "scoped",
      reasons: ["a password is for one branch"],
    },
  ],
};
