import type { Provider } from "../rule.ts";
import { run } from "../shape.ts";

export const line: Provider = {
  id: "line",
  title: "LINE",
  docs: { url: "https://developers.line.biz/en/docs/messaging-api/channel-access-tokens/", checked: "2026-11-24" },
  rules: [
    {
      id: "line-token",
      kind: "channel access token",
      match: {
        by: "key",
        shapes: [[run("base64", 150, 180), "="], [run("base64", 150, 180)]],
        words: ["line_", "channel_access"],
        key: /token/,
      },
      expiry: { kind: "never" },
    },
    {
      id: "line-secret",
      kind: "channel secret",
      match: {
        by: "key",
        shapes: [[run("hex", 32)]],
        words: ["line_", "channel_secret"],
        key: /channelsecret|linesecret/,
      },
      expiry: { kind: "never" },
    },
  ],
};
