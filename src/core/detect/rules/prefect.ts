import type { Provider } from "../rule.ts";
import { run } from "../shape.ts";

export const prefect: Provider = {
  id: "prefect",
  title: "Prefect",
  docs: { url: "https://docs.prefect.io/", checked: "2026-11-24" },
  rules: [
    {
      id: "prefect-key",
      kind: "API key",
      match: {
        by: "shape",
        shapes: [
          ["pnu_", run("base62", 36)],
          ["pnb_", run("base62", 36)],
        ],
      },
    },
  ],
};
