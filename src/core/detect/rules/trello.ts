import type { Provider } from "../rule.ts";
import { run } from "../shape.ts";

export const trello: Provider = {
  id: "trello",
  title: "Trello",
  docs: {
    url: "https://developer.atlassian.com/cloud/trello/guides/rest-api/api-introduction/",
    checked: "2026-11-24",
  },
  rules: [
    {
      id: "trello-token",
      kind: "token",
      match: {
        by: "shape",
        shapes: [
          ["ATTA", run("hex", 64), run("hexUpper", 8)],
          ["ATTA", run("base62", 68, 76)],
        ],
      },
    },
    {
      id: "trello-legacy-key",
      kind: "API key or token",
      match: { by: "key", shapes: [[run("hex", 32)], [run("hex", 64)]], words: ["trello"] },
    },
  ],
};
