import type { Provider } from "../rule.ts";
import { run } from "../shape.ts";

export const discord: Provider = {
  id: "discord",
  title: "Discord",
  docs: { url: "https://discord.com/developers/docs/reference", checked: "2026-11-24" },
  rules: [
    {
      id: "discord-bot-token",
      kind: "bot token",
      match: {
        by: "key",
        shapes: [
          ["M", run("base62", 22, 27), ".", run("base64url", 6), ".", run("base64url", 27, 38)],
          ["N", run("base62", 22, 27), ".", run("base64url", 6), ".", run("base64url", 27, 38)],
          ["O", run("base62", 22, 27), ".", run("base64url", 6), ".", run("base64url", 27, 38)],
        ],
        words: ["discord", "bot", "token"],
        hosts: ["discord.com/api"],
      },
      privilege: "scoped",
      expiry: { kind: "never" },
    },
    {
      id: "discord-webhook",
      kind: "webhook",
      match: {
        by: "shape",
        shapes: [
          ["discord.com/api/webhooks/", run("digit", 17, 20), "/", run("base64url", 60, 80)],
          ["discordapp.com/api/webhooks/", run("digit", 17, 20), "/", run("base64url", 60, 80)],
        ],
      },
      privilege: "scoped",
    },
    {
      id: "discord-mfa-token",
      kind: "user token",
      match: { by: "shape", shapes: [["mfa.", run("base64url", 84)]] },
      privilege: "omnibus",
      narrower: "a bot token",
    },
    {
      id: "discord-client-secret",
      kind: "client secret",
      match: { by: "key", shapes: [[run("base64url", 32)]], words: ["discord"], key: /secret/ },
      expiry: { kind: "never" },
    },
  ],
};
