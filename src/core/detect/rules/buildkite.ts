import type { Provider } from "../rule.ts";
import { run } from "../shape.ts";

export const buildkite: Provider = {
  id: "buildkite",
  title: "Buildkite",
  docs: { url: "https://buildkite.com/docs/apis/managing-api-tokens", checked: "2026-11-24" },
  rules: [
    {
      id: "buildkite-token",
      kind: "API token",
      match: { by: "shape", shapes: [["bkua_", run("hex", 40)]] },
      privilege: "scoped",
    },
    {
      id: "buildkite-agent-token",
      kind: "agent token",
      match: { by: "shape", shapes: [["bkct_", run("base64url", 40, 160)]] },
      privilege: "scoped",
    },
  ],
};
