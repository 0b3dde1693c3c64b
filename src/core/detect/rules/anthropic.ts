import type { Provider } from "../rule.ts";
import { run } from "../shape.ts";

export const anthropic: Provider = {
  id: "anthropic",
  title: "Anthropic",
  docs: { url: "https://docs.claude.com/en/api/overview", checked: "2026-11-24" },
  rules: [
    {
      id: "anthropic-api-key",
      kind: "API key",
      match: {
        by: "shape",
        shapes: [
          ["sk-ant-api03-", run("base64url", 93), "AA"],
          ["sk-ant-api03-", run("base64url", 80, 120)],
        ],
      },
    },
    {
      id: "anthropic-admin-key",
      kind: "admin key",
      match: {
        by: "shape",
        shapes: [
          ["sk-ant-admin01-", run("base64url", 93), "AA"],
          ["sk-ant-admin01-", run("base64url", 80, 120)],
        ],
      },
      privilege: "omnibus",
      narrower: "a workspace API key (sk-ant-api03-)",
      reasons: ["admin keys manage the organisation"],
    },
    {
      id: "anthropic-oauth-token",
      kind: "OAuth token",
      match: {
        by: "shape",
        shapes: [
          ["sk-ant-oat01-", run("base64url", 80, 120)],
          ["sk-ant-ort01-", run("base64url", 80, 120)],
          ["sk-ant-sid01-", run("base64url", 60, 140)],
        ],
      },
      expiry: { kind: "temporary" },
    },
  ],
};
