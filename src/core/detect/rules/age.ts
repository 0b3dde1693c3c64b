import type { Provider } from "../rule.ts";
import { run } from "../shape.ts";

export const age: Provider = {
  id: "age",
  title: "age",
  docs: { url: "https://github.com/FiloSottile/age", checked: "2026-11-24" },
  rules: [
    {
      id: "age-secret-key",
      kind: "secret key",
      match: {
        by: "shape",
        shapes: [
          ["AGE-SECRET-KEY-1", run("bech32", 58)],
          ["AGE-SECRET-KEY-PQ-1", run("bech32", 58)],
        ],
      },
      expiry: { kind: "never" },
    },
  ],
};
