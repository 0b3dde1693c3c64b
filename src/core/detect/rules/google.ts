import type { Provider, Told } from "../rule.ts";
import { run } from "../shape.ts";

/** What Firebase's configuration, its files for phones and Maps in a page have beside their key (firebase.google.com/docs/projects/api-keys, 2026-11). */
const inBrowser =
  /authDomain|messagingSenderId|storageBucket|firebaseio\.com|firebaseapp\.com|current_key|mobilesdk_app_id|GCM_SENDER_ID|maps\/api\/js|com\.google\.android\.(?:geo|maps)/;

/** What a key stands in when a program uses it: an assignment, an argument, a parameter, a header. */
const inUse = /[=:(,>"'`&?[][\s"'`]{0,8}$/;
const ofApis = /googleapis\.com|x-goog-api-key|generativelanguage|gemini/i;

function browserKey(value: string, context: string): Told {
  if (inBrowser.test(context))
    return {
      tier: "generic",
      kind: "browser or Firebase key",
      reasons: ["it is made to be in programs that users get"],
    };
  const before = context.slice(0, context.indexOf(value)).slice(-12);
  return inUse.test(before) || ofApis.test(context) ? {} : { tier: "generic" };
}

export const google: Provider = {
  id: "google",
  title: "Google",
  docs: { url: "https://cloud.google.com/docs/authentication/api-keys", checked: "2026-11-24" },
  rules: [
    {
      id: "google-api-key",
      kind: "API key",
      match: { by: "shape", shapes: [["AIza", run("base64url", 35)]] },
      inspect: browserKey,
      reasons: ["browser and Firebase keys are public by design; restrict it by referrer and API"],
    },
    {
      id: "google-auth-key",
      kind: "authorization key",
      match: { by: "shape", shapes: [["AQ.Ab8RN6", run("base64url", 44)]] },
      privilege: "scoped",
    },
    {
      id: "google-oauth-secret",
      kind: "OAuth client secret",
      match: { by: "shape", shapes: [["GOCSPX-", run("base64url", 28)]] },
      expiry: { kind: "never" },
    },
    {
      id: "google-access-token",
      kind: "OAuth access token",
      match: { by: "shape", shapes: [["ya29.", run("base64url", 30, 1024)]] },
      expiry: { kind: "temporary" },
    },
    {
      id: "google-refresh-token",
      kind: "OAuth refresh token",
      match: { by: "shape", shapes: [["1//0", run("base64url", 40, 120)]] },
      expiry: { kind: "never" },
    },
    {
      id: "google-oauth-legacy-secret",
      kind: "OAuth client secret",
      match: {
        by: "key",
        shapes: [[run("base64url", 24)]],
        words: ["google", "gcp", "youtube", "gmail"],
        key: /clientsecret|oauthsecret/,
        hosts: ["apps.googleusercontent.com"],
      },
      expiry: { kind: "never" },
    },
    {
      id: "google-hmac-key",
      kind: "storage HMAC key id",
      match: {
        by: "shape",
        shapes: [
          ["GOOG1E", run("alnumUpper", 55)],
          ["GOOG", run("alnumUpper", 20)],
        ],
      },
    },
  ],
};
