import type { Provider } from "../rule.ts";
import { run } from "../shape.ts";

export const deepseek: Provider = {
  id: "deepseek",
  title: "DeepSeek",
  docs: { url: "https://api-docs.deepseek.com/", checked: "2026-11-24" },
  rules: [
    {
      id: "deepseek-key",
      kind: "API key",
      match: {
        by: "key",
        shapes: [["sk-", run("hex", 32)]],
        words: ["deepseek"],
        key: /.*/,
        hosts: ["api.deepseek.com"],
      },
    },
  ],
};
