import type { Provider } from "../rule.ts";
import { run } from "../shape.ts";

export const square: Provider = {
  id: "square",
  title: "Square",
  docs: { url: "https://developer.squareup.com/docs/build-basics/access-tokens", checked: "2026-11-24" },
  rules: [
    {
      id: "square-access-token",
      kind: "access token",
      match: {
        by: "shape",
        shapes: [
          ["EAAA", run("base64url", 60)],
          ["sq0atp-", run("base64url", 22)],
        ],
      },
      privilege: "omnibus",
      narrower: "an OAuth token with the permissions it needs",
    },
    {
      id: "square-secret",
      kind: "application secret",
      match: { by: "shape", shapes: [["sq0csp-", run("base64url", 43)]] },
    },
    {
      id: "square-sandbox-token",
      kind: "sandbox token",
      match: {
        by: "shape",
        shapes: [
          ["sandbox-sq0atb-", run("base64url", 22)],
          ["sandbox-sq0csb-", run("base64url", 43)],
        ],
      },
      environment: "test",
    },
  ],
};
