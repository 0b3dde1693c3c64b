import type { Provider } from "../rule.ts";
import { run } from "../shape.ts";

export const figma: Provider = {
  id: "figma",
  title: "Figma",
  docs: { url: "https://developers.figma.com/docs/rest-api/authentication/", checked: "2026-11-24" },
  rules: [
    {
      id: "figma-token",
      kind: "personal access token",
      match: {
        by: "shape",
        shapes: [
          ["figd_", run("base64url", 38, 44)],
          ["figu_", run("base64url", 38, 44)],
          ["figo_", run("base64url", 38, 44)],
        ],
      },
    },
  ],
};
