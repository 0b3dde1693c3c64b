import type { Provider } from "../rule.ts";
import { run } from "../shape.ts";

export const resend: Provider = {
  id: "resend",
  title: "Resend",
  docs: { url: "https://resend.com/docs/api-reference/api-keys/create-api-key", checked: "2026-11-24" },
  rules: [
    {
      id: "resend-key",
      kind: "API key",
      match: { by: "shape", shapes: [["re_", run("base62", 8), "_", run("base62", 22, 26)]] },
      narrower: "a key with sending access for one domain",
    },
  ],
};
