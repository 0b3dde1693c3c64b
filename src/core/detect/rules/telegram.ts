import type { Provider } from "../rule.ts";
import { run } from "../shape.ts";

export const telegram: Provider = {
  id: "telegram",
  title: "Telegram",
  docs: { url: "https://core.telegram.org/bots/api#authorizing-your-bot", checked: "2026-11-24" },
  rules: [
    {
      id: "telegram-bot-token",
      kind: "bot token",
      match: { by: "shape", shapes: [[run("digit", 8, 10), ":AA", run("base64url", 33)]] },
      privilege: "scoped",
      expiry: { kind: "never" },
    },
    {
      id: "telegram-bot-token-keyed",
      kind: "bot token",
      match: {
        by: "key",
        shapes: [[run("digit", 5, 16), ":", run("base64url", 34, 35)]],
        words: ["telegram", "tgbot", "bot_token"],
        key: /token|bot|key/,
        hosts: ["api.telegram.org"],
      },
      privilege: "scoped",
      expiry: { kind: "never" },
    },
  ],
};
