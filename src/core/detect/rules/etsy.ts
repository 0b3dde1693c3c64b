import type { Provider } from "../rule.ts";
import { run } from "../shape.ts";

export const etsy: Provider = {
  id: "etsy",
  title: "Etsy",
  docs: { url: "https://developers.etsy.com/documentation/", checked: "2026-11-24" },
  rules: [
    { id: "etsy-token", kind: "API key", match: { by: "key", shapes: [[run("alnumLower", 24)]], words: ["etsy"] } },
  ],
};
