import type { Provider } from "../rule.ts";
import { run } from "../shape.ts";

export const hetzner: Provider = {
  id: "hetzner",
  title: "Hetzner",
  docs: { url: "https://docs.hetzner.cloud/", checked: "2026-11-24" },
  rules: [
    {
      id: "hetzner-token",
      kind: "API token",
      match: { by: "key", shapes: [[run("base62", 64)]], words: ["hetzner", "hcloud"], key: /token/ },
      privilege: "omnibus",
      narrower: "a read-only token",
    },
  ],
};
