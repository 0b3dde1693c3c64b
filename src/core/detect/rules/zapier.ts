import type { Provider } from "../rule.ts";
import { run } from "../shape.ts";

export const zapier: Provider = {
  id: "zapier",
  title: "Zapier",
  docs: { url: "https://zapier.com/help/create/code-webhooks/use-webhooks-in-zaps", checked: "2026-11-24" },
  rules: [
    {
      id: "zapier-webhook",
      kind: "webhook",
      match: {
        by: "shape",
        shapes: [["hooks.zapier.com/hooks/catch/", run("alnumLower", 5, 10), "/", run("alnumLower", 5, 10)]],
      },
      privilege: "scoped",
    },
  ],
};
