import type { Provider } from "../rule.ts";
import { run, uuid } from "../shape.ts";

export const codecov: Provider = {
  id: "codecov",
  title: "Codecov",
  docs: { url: "https://docs.codecov.com/docs/codecov-tokens", checked: "2026-11-24" },
  rules: [
    {
      id: "codecov-token",
      kind: "upload token",
      match: { by: "key", shapes: [[run("alnumLower", 32)], [...uuid]], words: ["codecov"], key: /token/ },
      privilege: "scoped",
    },
  ],
};
