import type { Provider } from "../rule.ts";
import { run } from "../shape.ts";

export const helicone: Provider = {
  id: "helicone",
  title: "Helicone",
  docs: { url: "https://docs.helicone.ai/", checked: "2026-11-24" },
  rules: [
    {
      id: "helicone-key",
      kind: "API key",
      match: {
        by: "shape",
        shapes: [
          [
            "sk-helicone-",
            run("alnumUpper", 7),
            "-",
            run("alnumUpper", 7),
            "-",
            run("alnumUpper", 7),
            "-",
            run("alnumUpper", 7),
          ],
          [
            "sk-helicone-",
            run("alnumLower", 7),
            "-",
            run("alnumLower", 7),
            "-",
            run("alnumLower", 7),
            "-",
            run("alnumLower", 7),
          ],
        ],
      },
    },
  ],
};
