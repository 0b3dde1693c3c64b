import type { Provider } from "../rule.ts";
import { run } from "../shape.ts";

export const shopify: Provider = {
  id: "shopify",
  title: "Shopify",
  docs: { url: "https://shopify.dev/docs/apps/build/authentication-authorization", checked: "2026-11-24" },
  rules: [
    {
      id: "shopify-access-token",
      kind: "access token",
      match: {
        by: "shape",
        shapes: [
          ["shpat_", run("hexAny", 32)],
          ["shpca_", run("hexAny", 32)],
          ["shppa_", run("hexAny", 32)],
          ["shpua_", run("hexAny", 32)],
          ["shptka_", run("hexAny", 32)],
        ],
      },
      expiry: { kind: "never" },
    },
    {
      id: "shopify-shared-secret",
      kind: "app secret",
      match: { by: "shape", shapes: [["shpss_", run("hexAny", 32)]] },
      expiry: { kind: "never" },
    },
  ],
};
