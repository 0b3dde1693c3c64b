import type { Provider } from "../rule.ts";
import { run } from "../shape.ts";

export const harness: Provider = {
  id: "harness",
  title: "Harness",
  docs: {
    url: "https://developer.harness.io/docs/platform/automation/api/add-and-manage-api-keys/",
    checked: "2026-11-24",
  },
  rules: [
    {
      id: "harness-token",
      kind: "API token",
      match: {
        by: "shape",
        shapes: [
          ["pat.", run("base64url", 22), ".", run("hex", 24), ".", run("base62", 20)],
          ["sat.", run("base64url", 22), ".", run("hex", 24), ".", run("base62", 20)],
        ],
      },
    },
  ],
};
