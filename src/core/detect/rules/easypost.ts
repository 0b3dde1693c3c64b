import type { Provider } from "../rule.ts";
import { run } from "../shape.ts";

export const easypost: Provider = {
  id: "easypost",
  title: "EasyPost",
  docs: { url: "https://docs.easypost.com/docs/authentication", checked: "2026-11-24" },
  rules: [
    {
      id: "easypost-key",
      kind: "API key",
      match: { by: "shape", shapes: [["EZAK", run("base62", 54)]] },
      environment: "production",
    },
    {
      id: "easypost-test-key",
      kind: "test API key",
      match: { by: "shape", shapes: [["EZTK", run("base62", 54)]] },
      environment: "test",
    },
  ],
};
