import type { Provider } from "../rule.ts";
import { uuid } from "../shape.ts";

export const opsgenie: Provider = {
  id: "opsgenie",
  title: "Opsgenie",
  docs: { url: "https://support.atlassian.com/opsgenie/docs/api-key-management/", checked: "2026-11-24" },
  rules: [
    { id: "opsgenie-key", kind: "API key", match: { by: "key", shapes: [[...uuid]], words: ["opsgenie", "geniekey"] } },
  ],
};
