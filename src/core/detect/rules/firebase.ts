import type { Provider } from "../rule.ts";
import { run } from "../shape.ts";

export const firebase: Provider = {
  id: "firebase",
  title: "Firebase",
  docs: { url: "https://firebase.google.com/docs/cloud-messaging/auth-server", checked: "2026-11-24" },
  rules: [
    {
      id: "firebase-server-key",
      kind: "Cloud Messaging server key",
      match: { by: "shape", shapes: [["AAAA", run("base64url", 7), ":APA91b", run("base64url", 130, 140)]] },
      expiry: { kind: "never" },
    },
    {
      id: "firebase-database-secret",
      kind: "database secret",
      match: { by: "key", shapes: [[run("base62", 40)]], words: ["firebase"], key: /secret|token/ },
      privilege: "omnibus",
      narrower: "a service account",
    },
  ],
};
