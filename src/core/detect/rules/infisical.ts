import type { Provider } from "../rule.ts";
import { run } from "../shape.ts";

export const infisical: Provider = {
  id: "infisical",
  title: "Infisical",
  docs: { url: "https://infisical.com/docs/documentation/platform/token", checked: "2026-11-24" },
  rules: [
    {
      id: "infisical-service-token",
      kind: "service token",
      match: { by: "shape", shapes: [["st.", run("hex", 24), ".", run("hex", 32), ".", run("hex", 32)]] },
      privilege: "scoped",
    },
  ],
};
