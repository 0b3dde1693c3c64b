import type { Provider } from "../rule.ts";
import { run } from "../shape.ts";

export const lob: Provider = {
  id: "lob",
  title: "Lob",
  docs: { url: "https://docs.lob.com/", checked: "2026-11-24" },
  rules: [
    {
      id: "lob-key",
      kind: "API key",
      match: { by: "key", shapes: [["live_", run("hex", 35)]], words: ["lob"], key: /.*/ },
      environment: "production",
    },
    {
      id: "lob-test-key",
      kind: "test API key",
      match: { by: "key", shapes: [["test_", run("hex", 35)]], words: ["lob"], key: /.*/ },
      environment: "test",
    },
  ],
};
