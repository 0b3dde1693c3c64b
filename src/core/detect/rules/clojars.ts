import type { Provider } from "../rule.ts";
import { run } from "../shape.ts";

export const clojars: Provider = {
  id: "clojars",
  title: "Clojars",
  docs: { url: "https://github.com/clojars/clojars-web/wiki/Deploy-Tokens", checked: "2026-11-24" },
  rules: [
    { id: "clojars-token", kind: "deploy token", match: { by: "shape", shapes: [["CLOJARS_", run("hexAny", 60)]] } },
  ],
};
