import type { Provider } from "../rule.ts";
import { run } from "../shape.ts";

export const vercel: Provider = {
  id: "vercel",
  title: "Vercel",
  docs: { url: "https://vercel.com/docs/rest-api", checked: "2026-11-24" },
  rules: [
    {
      id: "vercel-token",
      kind: "access token",
      match: {
        by: "shape",
        shapes: [
          ["vcp_", run("base62", 56)],
          ["vcp_", run("base62", 20, 80)],
        ],
      },
      privilege: "omnibus",
      narrower: "a token limited to one project or team",
    },
    {
      id: "vercel-integration-token",
      kind: "integration token",
      match: { by: "shape", shapes: [["vci_", run("base62", 20, 80)]] },
      privilege: "scoped",
    },
    {
      id: "vercel-app-token",
      kind: "app token",
      match: {
        by: "shape",
        shapes: [
          ["vca_", run("base62", 20, 80)],
          ["vcr_", run("base62", 20, 80)],
        ],
      },
      expiry: { kind: "temporary" },
    },
    {
      id: "vercel-gateway-key",
      kind: "AI gateway key",
      match: { by: "shape", shapes: [["vck_", run("base62", 20, 80)]] },
      privilege: "scoped",
    },
    {
      id: "vercel-blob-token",
      kind: "Blob read-write token",
      match: { by: "shape", shapes: [["vercel_blob_rw_", run("base62", 12, 20), "_", run("base62", 24, 40)]] },
      privilege: "scoped",
    },
    {
      id: "vercel-legacy-token",
      kind: "access token",
      match: {
        by: "key",
        shapes: [[run("base62", 24)]],
        words: ["vercel", "zeit"],
        key: /token|authorization|bearer/,
        hosts: ["api.vercel.com"],
        files: /com\.vercel\.cli\/auth\.json$/i,
      },
      privilege: "omnibus",
      narrower: "a token limited to one project or team",
    },
  ],
};
