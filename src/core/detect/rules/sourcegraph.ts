import type { Provider } from "../rule.ts";
import { run } from "../shape.ts";

export const sourcegraph: Provider = {
  id: "sourcegraph",
  title: "Sourcegraph",
  docs: { url: "https://sourcegraph.com/docs/cli/how-tos/creating_an_access_token", checked: "2026-11-24" },
  rules: [
    {
      id: "sourcegraph-token",
      kind: "access token",
      match: {
        by: "shape",
        shapes: [
          ["sgp_", run("hex", 16), "_", run("hex", 40)],
          ["sgp_local_", run("hex", 40)],
          ["sgp_", run("hex", 40)],
          ["slk_", run("hex", 64)],
          ["sgd_", run("hex", 64)],
        ],
      },
    },
  ],
};
