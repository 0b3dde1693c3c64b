import type { Provider } from "../rule.ts";
import { run } from "../shape.ts";

export const dropbox: Provider = {
  id: "dropbox",
  title: "Dropbox",
  docs: { url: "https://developers.dropbox.com/oauth-guide", checked: "2026-11-24" },
  rules: [
    {
      id: "dropbox-token",
      kind: "access token",
      match: {
        by: "shape",
        shapes: [
          ["sl.", run("base64url", 130, 152)],
          ["sl.u.", run("base64url", 130, 1500)],
        ],
      },
      expiry: { kind: "temporary" },
    },
    {
      id: "dropbox-secret",
      kind: "app secret",
      match: { by: "key", shapes: [[run("alnumLower", 15)]], words: ["dropbox"], key: /secret|key/ },
      expiry: { kind: "never" },
    },
    {
      id: "dropbox-long-token",
      kind: "long-lived token",
      match: { by: "key", shapes: [[run("base62", 11), "AAAAAAAAAA", run("base64url", 43)]], words: ["dropbox"] },
      expiry: { kind: "never" },
    },
  ],
};
