import type { Provider } from "../rule.ts";
import { run } from "../shape.ts";

export const fly: Provider = {
  id: "fly",
  title: "Fly.io",
  docs: { url: "https://fly.io/docs/security/tokens/", checked: "2026-11-24" },
  rules: [
    {
      id: "fly-token",
      kind: "macaroon",
      match: {
        by: "shape",
        shapes: [
          ["FlyV1 fm", run("digit", 1), "r_", run("base64", 40, 2000)],
          ["FlyV1 fm", run("digit", 1), "_", run("base64", 40, 2000)],
          ["fm1r_", run("base64", 60, 2000)],
          ["fm2_", run("base64", 60, 2000)],
          ["fm1a_", run("base64", 60, 2000)],
          ["fo1_", run("base64url", 43)],
        ],
      },
      narrower: "a deploy token of one app",
    },
    {
      id: "fly-legacy-token",
      kind: "access token",
      match: {
        by: "key",
        shapes: [[run("base64url", 43)]],
        words: ["fly_", "fly.io", "flyio"],
        hosts: ["api.machines.dev", "api.fly.io"],
        files: /(?:^|\/)\.fly\/config\.yml$/i,
      },
      privilege: "omnibus",
      narrower: "a deploy token of one app",
    },
  ],
};
