import type { Provider } from "../rule.ts";
import { run } from "../shape.ts";

export const databricks: Provider = {
  id: "databricks",
  title: "Databricks",
  docs: { url: "https://docs.databricks.com/aws/en/dev-tools/auth/pat", checked: "2026-11-24" },
  rules: [
    {
      id: "databricks-token",
      kind: "personal access token",
      match: {
        by: "shape",
        shapes: [
          ["dapi", run("hex", 32)],
          ["dapi", run("hex", 32), "-", run("digit", 1)],
        ],
      },
      reasons: ["it works in one workspace"],
    },
    { id: "databricks-oauth-secret", kind: "OAuth secret", match: { by: "shape", shapes: [["dose", run("hex", 32)]] } },
  ],
};
