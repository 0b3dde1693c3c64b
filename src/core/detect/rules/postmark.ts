import type { Provider } from "../rule.ts";
import { uuid } from "../shape.ts";

export const postmark: Provider = {
  id: "postmark",
  title: "Postmark",
  docs: { url: "https://postmarkapp.com/developer/api/overview", checked: "2026-11-24" },
  rules: [
    {
      id: "postmark-token",
      kind: "server or account token",
      match: {
        by: "key",
        shapes: [[...uuid]],
        words: ["postmark"],
        hosts: ["api.postmarkapp.com", "smtp.postmarkapp.com"],
      },
      expiry: { kind: "never" },
    },
  ],
};
