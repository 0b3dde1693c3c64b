import type { Provider } from "../rule.ts";
import { uuid } from "../shape.ts";

export const langfuse: Provider = {
  id: "langfuse",
  title: "Langfuse",
  docs: { url: "https://langfuse.com/docs", checked: "2026-11-24" },
  rules: [
    {
      id: "langfuse-secret-key",
      kind: "secret key",
      match: { by: "shape", shapes: [["sk-lf-", ...uuid]] },
      privilege: "scoped",
    },
  ],
};
