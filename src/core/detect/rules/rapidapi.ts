import type { Provider } from "../rule.ts";
import { run } from "../shape.ts";

export const rapidapi: Provider = {
  id: "rapidapi",
  title: "RapidAPI",
  docs: { url: "https://docs.rapidapi.com/docs/keys", checked: "2026-11-24" },
  rules: [
    {
      id: "rapidapi-key",
      kind: "API key",
      match: { by: "key", shapes: [[run("base64url", 50)]], words: ["rapidapi", "x-rapidapi"] },
    },
  ],
};
