import type { Provider } from "../rule.ts";
import { run } from "../shape.ts";

export const vultr: Provider = {
  id: "vultr",
  title: "Vultr",
  docs: { url: "https://docs.vultr.com/", checked: "2026-11-24" },
  rules: [
    {
      id: "vultr-key",
      kind: "API key",
      match: { by: "key", shapes: [[run("alnumUpper", 36)]], words: ["vultr"] },
      privilege: "omnibus",
      narrower: "a sub-user with limited rights",
    },
  ],
};
