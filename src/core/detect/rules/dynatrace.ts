import type { Provider } from "../rule.ts";
import { run } from "../shape.ts";

export const dynatrace: Provider = {
  id: "dynatrace",
  title: "Dynatrace",
  docs: {
    url: "https://docs.dynatrace.com/docs/manage/identity-access-management/access-tokens-and-oauth-clients/access-tokens",
    checked: "2026-11-24",
  },
  rules: [
    {
      id: "dynatrace-token",
      kind: "API token",
      match: {
        by: "shape",
        shapes: [
          ["dt0c01.", run("alnumUpper", 24), ".", run("alnumUpper", 64)],
          ["dt0s01.", run("alnumUpper", 8, 24), ".", run("alnumUpper", 64)],
          ["dt0s16.", run("alnumUpper", 8, 24), ".", run("alnumUpper", 64)],
        ],
      },
      privilege: "scoped",
    },
  ],
};
