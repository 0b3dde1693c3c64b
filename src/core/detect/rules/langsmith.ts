import type { Provider } from "../rule.ts";
import { run } from "../shape.ts";

export const langsmith: Provider = {
  id: "langsmith",
  title: "LangSmith",
  docs: { url: "https://docs.langchain.com/langsmith/create-account-api-key", checked: "2026-11-24" },
  rules: [
    {
      id: "langsmith-key",
      kind: "API key",
      match: {
        by: "shape",
        shapes: [
          ["lsv2_pt_", run("hex", 32), "_", run("hex", 10)],
          ["lsv2_sk_", run("hex", 32), "_", run("hex", 10)],
        ],
      },
    },
  ],
};
