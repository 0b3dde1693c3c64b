import type { Provider } from "../rule.ts";
import { run } from "../shape.ts";

export const fastly: Provider = {
  id: "fastly",
  title: "Fastly",
  docs: { url: "https://www.fastly.com/documentation/reference/api/auth-tokens/", checked: "2026-11-24" },
  rules: [
    {
      id: "fastly-token",
      kind: "API token",
      match: { by: "key", shapes: [[run("base64url", 32)]], words: ["fastly"] },
      narrower: "a token of one service",
    },
  ],
};
