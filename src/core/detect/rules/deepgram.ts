import type { Provider } from "../rule.ts";
import { run } from "../shape.ts";

export const deepgram: Provider = {
  id: "deepgram",
  title: "Deepgram",
  docs: { url: "https://developers.deepgram.com/docs/create-additional-api-keys", checked: "2026-11-24" },
  rules: [
    { id: "deepgram-key", kind: "API key", match: { by: "key", shapes: [[run("hex", 40)]], words: ["deepgram"] } },
  ],
};
