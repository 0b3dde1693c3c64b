import type { Provider } from "../rule.ts";
import { run } from "../shape.ts";

export const neon: Provider = {
  id: "neon",
  title: "Neon",
  docs: { url: "https://neon.com/docs/manage/api-keys", checked: "2026-11-24" },
  rules: [
    {
      id: "neon-api-key",
      kind: "API key",
      match: { by: "shape", shapes: [["napi_", run("base62", 64)]] },
      narrower: "a project-scoped key",
    },
    {
      id: "neon-password",
      kind: "database password",
      match: { by: "shape", shapes: [["npg_", run("base62", 12, 20)]] },
    },
  ],
};
