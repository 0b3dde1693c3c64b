import type { Provider } from "../rule.ts";
import { run } from "../shape.ts";

export const duffel: Provider = {
  id: "duffel",
  title: "Duffel",
  docs: { url: "https://duffel.com/docs/api/overview/authentication", checked: "2026-11-24" },
  rules: [
    {
      id: "duffel-token",
      kind: "access token",
      match: { by: "shape", shapes: [["duffel_live_", run("base64url", 43)]] },
      environment: "production",
    },
    {
      id: "duffel-test-token",
      kind: "test token",
      match: { by: "shape", shapes: [["duffel_test_", run("base64url", 43)]] },
      environment: "test",
    },
  ],
};
