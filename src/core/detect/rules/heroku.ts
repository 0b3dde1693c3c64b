import type { Provider } from "../rule.ts";
import { run, uuid } from "../shape.ts";

export const heroku: Provider = {
  id: "heroku",
  title: "Heroku",
  docs: { url: "https://devcenter.heroku.com/articles/authentication", checked: "2026-11-24" },
  rules: [
    {
      id: "heroku-api-key",
      kind: "API key",
      match: {
        by: "shape",
        shapes: [
          ["HRKU-AA", run("base64url", 58)],
          ["HRKU-", ...uuid],
        ],
      },
      privilege: "omnibus",
      narrower: "an authorization with scope write-protected or read",
    },
    {
      id: "heroku-legacy-key",
      kind: "API key",
      match: { by: "key", shapes: [[...uuid]], words: ["heroku"], hosts: ["api.heroku.com", "git.heroku.com"] },
      privilege: "omnibus",
      narrower: "an authorization with scope write-protected or read",
    },
  ],
};
