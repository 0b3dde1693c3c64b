import type { Provider } from "../rule.ts";
import { run } from "../shape.ts";

export const sumologic: Provider = {
  id: "sumologic",
  title: "Sumo Logic",
  docs: { url: "https://help.sumologic.com/docs/manage/security/access-keys/", checked: "2026-11-24" },
  rules: [
    {
      id: "sumologic-key",
      kind: "access key",
      match: { by: "key", shapes: [[run("base62", 64)]], words: ["sumo"], key: /key|secret|token/ },
    },
  ],
};
