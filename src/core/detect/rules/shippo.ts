import type { Provider } from "../rule.ts";
import { run } from "../shape.ts";

export const shippo: Provider = {
  id: "shippo",
  title: "Shippo",
  docs: { url: "https://docs.goshippo.com/docs/guides_general/authentication/", checked: "2026-11-24" },
  rules: [
    {
      id: "shippo-token",
      kind: "API token",
      match: { by: "shape", shapes: [["shippo_live_", run("hex", 40)]] },
      environment: "production",
    },
    {
      id: "shippo-test-token",
      kind: "test token",
      match: { by: "shape", shapes: [["shippo_test_", run("hex", 40)]] },
      environment: "test",
    },
  ],
};
