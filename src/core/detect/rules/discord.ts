import type { Provider, Told } from "../rule.ts";
import { run } from "../shape.ts";
import { decodeBase64Text, encodeBase64 } from "../validate/base64.ts";

const epoch = 1_420_070_400_000;

/** A token begins with its bot's id in base64; an id is a snowflake, whose high bits are the time it was made. */
function identified(value: string): Told {
  const id = decodeBase64Text(value.slice(0, value.indexOf(".")));
  if (id === undefined || !/^\d{17,20}$/.test(id))
    return { tier: "generic", reasons: ["it does not begin with a bot's id: redacted, altered or invented"] };
  const made = new Date(Number(BigInt(id) >> 22n) + epoch).toISOString().slice(0, 10);
  return { tier: "verified", reasons: [`it begins with the id of a bot that was made on ${made}`] };
}

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
      inspect: identified,
      samples: (random) => {
        const id = `1${random.chars("0123456789", 17)}`;
        const made = random.chars("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdef0123456789", 6);
        return [
          `${encodeBase64(id).replace(/={1,2}$/, "")}.${made}.${random.chars("ABCDEFGHJKabcdefghjk23456789_-", 38)}`,
        ];
      },
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
