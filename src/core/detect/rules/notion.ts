import type { Provider } from "../rule.ts";
import { run } from "../shape.ts";

export const notion: Provider = {
  id: "notion",
  title: "Notion",
  docs: { url: "https://developers.notion.com/docs/authorization", checked: "2026-11-24" },
  rules: [
    {
      id: "notion-token",
      kind: "integration token",
      match: {
        by: "shape",
        shapes: [
          ["ntn_", run("digit", 11), run("base62", 35)],
          ["ntn_", run("base62", 43, 48)],
        ],
      },
      privilege: "scoped",
    },
    {
      id: "notion-legacy-token",
      kind: "integration token",
      match: { by: "shape", shapes: [["secret_", run("base62", 43)]] },
      privilege: "scoped",
    },
  ],
};
