import type { Provider } from "../rule.ts";
import { run } from "../shape.ts";

export const adyen: Provider = {
  id: "adyen",
  title: "Adyen",
  docs: { url: "https://docs.adyen.com/development-resources/api-credentials/", checked: "2026-11-24" },
  rules: [
    {
      id: "adyen-key",
      kind: "API key",
      match: {
        by: "shape",
        shapes: [
          ["AQE", run("base64", 80, 180), "-", run("base64", 40, 80), "=-", run("token", 10, 30)],
          ["AQE", run("base64", 80, 180), "-", run("base64", 40, 80), "-", run("token", 10, 30)],
        ],
      },
    },
  ],
};
