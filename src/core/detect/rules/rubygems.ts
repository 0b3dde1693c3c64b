import type { Provider } from "../rule.ts";
import { run } from "../shape.ts";

export const rubygems: Provider = {
  id: "rubygems",
  title: "RubyGems",
  docs: { url: "https://guides.rubygems.org/api-key-scopes/", checked: "2026-11-24" },
  rules: [
    {
      id: "rubygems-key",
      kind: "API key",
      match: { by: "shape", shapes: [["rubygems_", run("hex", 48)]] },
      narrower: "a key with one scope and gem",
    },
  ],
};
