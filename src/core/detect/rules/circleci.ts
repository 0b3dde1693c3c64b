import type { Provider } from "../rule.ts";
import { run } from "../shape.ts";

export const circleci: Provider = {
  id: "circleci",
  title: "CircleCI",
  docs: { url: "https://circleci.com/docs/managing-api-tokens/", checked: "2026-11-24" },
  rules: [
    {
      id: "circleci-token",
      kind: "personal token",
      match: { by: "shape", shapes: [["CCIPAT_", run("base62", 22), "_", run("hex", 40)]] },
      privilege: "omnibus",
      narrower: "a project token (CCIPRJ)",
    },
    {
      id: "circleci-project-token",
      kind: "project token",
      match: { by: "shape", shapes: [["CCIPRJ_", run("base62", 22), "_", run("hex", 40)]] },
      privilege: "scoped",
    },
    {
      id: "circleci-legacy-token",
      kind: "API token",
      match: { by: "key", shapes: [[run("hex", 40)]], words: ["circle"], key: /token/ },
    },
  ],
};
