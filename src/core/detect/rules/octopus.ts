import type { Provider } from "../rule.ts";
import { run } from "../shape.ts";

export const octopus: Provider = {
  id: "octopus",
  title: "Octopus Deploy",
  docs: { url: "https://octopus.com/docs/octopus-rest-api/how-to-create-an-api-key", checked: "2026-11-24" },
  rules: [{ id: "octopus-key", kind: "API key", match: { by: "shape", shapes: [["API-", run("alnumUpper", 26)]] } }],
};
