import type { Provider } from "../rule.ts";
import { run } from "../shape.ts";

export const travis: Provider = {
  id: "travis",
  title: "Travis CI",
  docs: { url: "https://docs.travis-ci.com/user/triggering-builds/", checked: "2026-11-24" },
  rules: [
    {
      id: "travis-token",
      kind: "API token",
      match: { by: "key", shapes: [[run("base64url", 22)]], words: ["travis"], key: /token/ },
    },
  ],
};
