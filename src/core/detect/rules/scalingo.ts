import type { Provider } from "../rule.ts";
import { run } from "../shape.ts";

export const scalingo: Provider = {
  id: "scalingo",
  title: "Scalingo",
  docs: { url: "https://developers.scalingo.com/", checked: "2026-11-24" },
  rules: [
    { id: "scalingo-token", kind: "API token", match: { by: "shape", shapes: [["tk-us-", run("base64url", 48)]] } },
  ],
};
