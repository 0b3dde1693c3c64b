import type { Provider } from "../rule.ts";
import { run } from "../shape.ts";

export const facebook: Provider = {
  id: "facebook",
  title: "Facebook",
  docs: { url: "https://developers.facebook.com/docs/facebook-login/guides/access-tokens/", checked: "2026-11-24" },
  rules: [
    {
      id: "facebook-page-token",
      kind: "access token",
      match: {
        by: "shape",
        shapes: [
          ["EAAC", run("base62", 80, 300)],
          ["EAAM", run("base62", 80, 300)],
          ["EAAG", run("base62", 80, 300)],
          ["EAAD", run("base62", 80, 300)],
          ["EAAB", run("base62", 80, 300)],
        ],
      },
    },
    {
      id: "facebook-app-token",
      kind: "app access token",
      match: {
        by: "key",
        shapes: [[run("digit", 15, 16), "|", run("base64url", 27)]],
        words: ["facebook", "fb_", "meta"],
      },
      privilege: "omnibus",
      narrower: "a page access token",
    },
    {
      id: "facebook-secret",
      kind: "app secret",
      match: { by: "key", shapes: [[run("hex", 32)]], words: ["facebook", "fb_", "instagram"], key: /secret|key/ },
      expiry: { kind: "never" },
    },
  ],
};
