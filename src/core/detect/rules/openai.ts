import type { Provider } from "../rule.ts";
import { run } from "../shape.ts";

export const openai: Provider = {
  id: "openai",
  title: "OpenAI",
  docs: { url: "https://platform.openai.com/docs/api-reference/authentication", checked: "2026-11-24" },
  rules: [
    {
      id: "openai-project-key",
      kind: "project key",
      match: {
        by: "shape",
        shapes: [
          ["sk-proj-", run("base64url", 20, 200), "T3BlbkFJ", run("base64url", 20, 200)],
          ["sk-svcacct-", run("base64url", 20, 200), "T3BlbkFJ", run("base64url", 20, 200)],
          ["sk-service-", run("base64url", 20, 200), "T3BlbkFJ", run("base64url", 20, 200)],
        ],
      },
      privilege: "scoped",
      reasons: ["the OpenAI mark stands in the token"],
    },
    {
      id: "openai-admin-key",
      kind: "admin key",
      match: { by: "shape", shapes: [["sk-admin-", run("base64url", 20, 200), "T3BlbkFJ", run("base64url", 20, 200)]] },
      privilege: "omnibus",
      narrower: "a project key (sk-proj-)",
      reasons: ["admin keys manage the organisation"],
    },
    {
      id: "openai-legacy-key",
      kind: "legacy user key",
      match: { by: "shape", shapes: [["sk-", run("base62", 20), "T3BlbkFJ", run("base62", 20)]] },
      privilege: "omnibus",
      narrower: "a project key (sk-proj-)",
      reasons: ["legacy keys reach every organisation and project of their user"],
    },
    {
      id: "openai-key",
      kind: "API key",
      match: {
        by: "key",
        shapes: [
          ["sk-", run("base64url", 40, 180)],
          ["sk-proj-", run("base64url", 24, 180)],
        ],
        words: ["openai", "gpt", "chatgpt"],
        hosts: ["api.openai.com"],
      },
    },
  ],
};
