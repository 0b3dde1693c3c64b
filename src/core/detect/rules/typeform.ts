import type { Provider } from "../rule.ts";
import { run } from "../shape.ts";

export const typeform: Provider = {
  id: "typeform",
  title: "Typeform",
  docs: { url: "https://www.typeform.com/developers/get-started/personal-access-token/", checked: "2026-11-24" },
  rules: [
    {
      id: "typeform-token",
      kind: "personal access token",
      match: { by: "shape", shapes: [["tfp_", run("token", 40, 60)]] },
      privilege: "scoped",
    },
  ],
};
