import type { Provider } from "../rule.ts";
import { run } from "../shape.ts";

export const elevenlabs: Provider = {
  id: "elevenlabs",
  title: "ElevenLabs",
  docs: { url: "https://elevenlabs.io/docs/api-reference/authentication", checked: "2026-11-24" },
  rules: [{ id: "elevenlabs-key", kind: "API key", match: { by: "shape", shapes: [["sk_", run("hex", 48)]] } }],
};
