import type { Provider } from "../rule.ts";
import { run } from "../shape.ts";

export const render: Provider = {
  id: "render",
  title: "Render",
  docs: { url: "https://render.com/docs/api", checked: "2026-11-24" },
  rules: [
    {
      id: "render-api-key",
      kind: "API key",
      match: { by: "shape", shapes: [["rnd_", run("base62", 28, 32)]] },
      privilege: "omnibus",
      narrower: "a key of a workspace that holds only what it needs",
      reasons: ["Render keys reach everything their user can"],
    },
    {
      id: "render-deploy-hook",
      kind: "deploy hook",
      match: {
        by: "shape",
        shapes: [["api.render.com/deploy/srv-", run("alnumLower", 20), "?key=", run("base64url", 11)]],
      },
      privilege: "scoped",
    },
  ],
};
