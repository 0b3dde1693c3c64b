import type { Provider } from "../rule.ts";
import { run } from "../shape.ts";

export const zendesk: Provider = {
  id: "zendesk",
  title: "Zendesk",
  docs: { url: "https://developer.zendesk.com/api-reference/introduction/security-and-auth/", checked: "2026-11-24" },
  rules: [
    { id: "zendesk-token", kind: "API token", match: { by: "key", shapes: [[run("base62", 40)]], words: ["zendesk"] } },
  ],
};
