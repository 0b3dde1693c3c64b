import type { Provider } from "../rule.ts";
import { run } from "../shape.ts";

export const replicate: Provider = {
  id: "replicate",
  title: "Replicate",
  docs: { url: "https://replicate.com/docs/topics/security/api-tokens", checked: "2026-11-24" },
  rules: [
    {
      id: "replicate-token",
      kind: "API token",
      match: {
        by: "shape",
        shapes: [
          ["r8_", run("base64url", 37)],
          ["r8_", run("base62", 37, 40)],
        ],
      },
    },
  ],
};
