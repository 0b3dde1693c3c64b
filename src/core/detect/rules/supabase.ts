import type { Provider } from "../rule.ts";
import { run } from "../shape.ts";

export const supabase: Provider = {
  id: "supabase",
  title: "Supabase",
  docs: { url: "https://supabase.com/docs/guides/api/api-keys", checked: "2026-11-24" },
  rules: [
    {
      id: "supabase-secret-key",
      kind: "secret key",
      match: { by: "shape", shapes: [["sb_secret_", run("base64url", 31)]] },
      privilege: "omnibus",
      narrower: "a publishable key with row-level security",
      reasons: ["secret keys bypass row-level security"],
    },
    {
      id: "supabase-access-token",
      kind: "account access token",
      match: {
        by: "shape",
        shapes: [
          ["sbp_", run("hex", 40)],
          ["sbp_oauth_", run("hex", 40)],
          ["sbp_v0_", run("hex", 40)],
        ],
      },
      privilege: "omnibus",
      narrower: "a key of one project",
      reasons: ["account tokens manage every project"],
    },
  ],
};
