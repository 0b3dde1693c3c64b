import type { Provider, Told } from "../rule.ts";
import { run } from "../shape.ts";

/** Workspace and user stand in a token as numbers; one without any was made up, or is of a kind not known here. */
const numbered = (value: string): Told =>
  /\d{8}|\d{4}-\d{4}|^xox[a-z]\.xox|^xoxe-1-/.test(value) ? {} : { tier: "generic" };

export const slack: Provider = {
  id: "slack",
  title: "Slack",
  docs: { url: "https://docs.slack.dev/authentication/tokens", checked: "2026-11-24" },
  rules: [
    {
      id: "slack-bot-token",
      kind: "bot token",
      inspect: numbered,
      match: {
        by: "shape",
        shapes: [
          ["xoxb-", run("digit", 8, 14), "-", run("token", 16, 80)],
          ["xoxb-", run("token", 24, 120)],
        ],
      },
      expiry: { kind: "never" },
      privilege: "scoped",
    },
    {
      id: "slack-user-token",
      kind: "user token",
      inspect: numbered,
      match: {
        by: "shape",
        shapes: [
          ["xoxp-", run("token", 24, 140)],
          ["xoxe.xoxp-1-", run("base64", 100, 200)],
          ["xoxe-1-", run("base64", 100, 200)],
        ],
      },
      privilege: "omnibus",
      narrower: "a bot token (xoxb-) with the scopes it needs",
      reasons: ["it acts as its user"],
    },
    {
      id: "slack-rotating-bot-token",
      kind: "rotating bot token",
      match: { by: "shape", shapes: [["xoxe.xoxb-1-", run("base64", 100, 200)]] },
      expiry: { kind: "temporary" },
      privilege: "scoped",
    },
    {
      id: "slack-app-token",
      kind: "app-level token",
      match: {
        by: "shape",
        shapes: [
          ["xapp-", run("digit", 1), "-", run("alnumUpper", 8, 14), "-", run("digit", 8, 16), "-", run("hex", 64)],
        ],
      },
      privilege: "scoped",
    },
    {
      id: "slack-legacy-token",
      kind: "legacy token",
      inspect: numbered,
      match: {
        by: "shape",
        shapes: [
          ["xoxa-", run("token", 10, 140)],
          ["xoxo-", run("token", 10, 140)],
          ["xoxr-", run("token", 10, 140)],
          ["xoxs-", run("token", 10, 140)],
        ],
      },
      expiry: { kind: "never" },
    },
    {
      id: "slack-session-token",
      kind: "browser session token",
      match: {
        by: "shape",
        shapes: [
          ["xoxc-", run("token", 40, 140)],
          ["xoxd-", run("token", 40, 400)],
        ],
      },
      privilege: "omnibus",
      narrower: "a bot token (xoxb-)",
      reasons: ["it acts as its user"],
    },
    {
      id: "slack-webhook",
      kind: "incoming webhook",
      match: {
        by: "shape",
        shapes: [
          [
            "hooks.slack.com/services/T",
            run("alnumUpper", 6, 12),
            "/B",
            run("alnumUpper", 6, 12),
            "/",
            run("base62", 20, 26),
          ],
          [
            "hooks.slack.com/workflows/T",
            run("alnumUpper", 6, 12),
            "/A",
            run("alnumUpper", 6, 12),
            "/",
            run("digit", 12, 24),
            "/",
            run("base62", 20, 26),
          ],
          ["hooks.slack.com/triggers/T", run("alnumUpper", 6, 12), "/", run("digit", 8, 20), "/", run("hex", 32)],
        ],
      },
      privilege: "scoped",
      reasons: ["whoever has the address can post"],
    },
  ],
};
