import type { Provider } from "../rule.ts";
import { run } from "../shape.ts";

export const shodan: Provider = {
  id: "shodan",
  title: "Shodan",
  docs: { url: "https://developer.shodan.io/api", checked: "2026-11-24" },
  rules: [
    { id: "shodan-key", kind: "API key", match: { by: "key", shapes: [[run("base62", 32)]], words: ["shodan"] } },
  ],
};
