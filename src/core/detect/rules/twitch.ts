import type { Provider } from "../rule.ts";
import { run } from "../shape.ts";

export const twitch: Provider = {
  id: "twitch",
  title: "Twitch",
  docs: { url: "https://dev.twitch.tv/docs/authentication/", checked: "2026-11-24" },
  rules: [
    {
      id: "twitch-secret",
      kind: "client secret or token",
      match: { by: "key", shapes: [[run("alnumLower", 30)]], words: ["twitch"], key: /secret|token|oauth/ },
    },
  ],
};
