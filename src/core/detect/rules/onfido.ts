import type { Provider } from "../rule.ts";
import { run } from "../shape.ts";

export const onfido: Provider = {
  id: "onfido",
  title: "Onfido",
  docs: { url: "https://documentation.onfido.com/", checked: "2026-11-24" },
  rules: [
    {
      id: "onfido-token",
      kind: "API token",
      match: {
        by: "shape",
        shapes: [
          ["api_live.", run("base64url", 11), ".", run("base64url", 32)],
          ["api_live_us.", run("base64url", 11), ".", run("base64url", 32)],
          ["api_live_ca.", run("base64url", 11), ".", run("base64url", 32)],
        ],
      },
      environment: "production",
    },
    {
      id: "onfido-sandbox-token",
      kind: "sandbox token",
      match: {
        by: "shape",
        shapes: [
          ["api_sandbox.", run("base64url", 11), ".", run("base64url", 32)],
          ["api_sandbox_us.", run("base64url", 11), ".", run("base64url", 32)],
        ],
      },
      environment: "test",
    },
  ],
};
