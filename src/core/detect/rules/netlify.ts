import type { Provider } from "../rule.ts";
import { run } from "../shape.ts";

export const netlify: Provider = {
  id: "netlify",
  title: "Netlify",
  docs: { url: "https://docs.netlify.com/api/get-started/", checked: "2026-11-24" },
  rules: [
    {
      id: "netlify-token",
      kind: "personal access token",
      match: {
        by: "shape",
        shapes: [
          ["nfp_", run("base62", 36)],
          ["nfc_", run("base62", 36)],
          ["nfo_", run("base62", 36)],
          ["nfu_", run("base62", 36)],
        ],
      },
      privilege: "omnibus",
      narrower: "none: Netlify tokens reach everything of their user",
    },
    {
      id: "netlify-legacy-token",
      kind: "personal access token",
      match: {
        by: "key",
        shapes: [[run("base64url", 40, 46)]],
        words: ["netlify"],
        hosts: ["api.netlify.com"],
        files: /netlify\/config\.json$/i,
      },
      privilege: "omnibus",
      narrower: "none: Netlify tokens reach everything of their user",
    },
    {
      id: "netlify-build-hook",
      kind: "build hook",
      match: { by: "shape", shapes: [["api.netlify.com/build_hooks/", run("hex", 24)]] },
      privilege: "scoped",
    },
  ],
};
