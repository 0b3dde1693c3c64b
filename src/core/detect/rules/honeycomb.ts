import type { Provider } from "../rule.ts";
import { run } from "../shape.ts";

export const honeycomb: Provider = {
  id: "honeycomb",
  title: "Honeycomb",
  docs: { url: "https://docs.honeycomb.io/configure/environments/manage-api-keys/", checked: "2026-11-24" },
  rules: [
    {
      id: "honeycomb-ingest-key",
      kind: "ingest key",
      match: {
        by: "shape",
        shapes: [
          ["hcaik_", run("alnumLower", 58)],
          ["hcxik_", run("alnumLower", 58)],
          ["hcalk_", run("alnumLower", 58)],
        ],
      },
      privilege: "scoped",
    },
    {
      id: "honeycomb-legacy-key",
      kind: "API key",
      match: { by: "key", shapes: [[run("hex", 32)], [run("base62", 22)]], words: ["honeycomb"] },
    },
  ],
};
