import type { Provider } from "../rule.ts";
import { run } from "../shape.ts";

export const bitly: Provider = {
  id: "bitly",
  title: "Bitly",
  docs: { url: "https://dev.bitly.com/docs/getting-started/authentication/", checked: "2026-11-24" },
  rules: [
    {
      id: "bitly-token",
      kind: "access token",
      match: { by: "key", shapes: [[run("hex", 40)]], words: ["bitly", "bit.ly"], key: /token|key/ },
    },
  ],
};
