import type { Provider } from "../rule.ts";
import { run, uuid } from "../shape.ts";

export const pubnub: Provider = {
  id: "pubnub",
  title: "PubNub",
  docs: { url: "https://www.pubnub.com/docs/general/setup/account-setup", checked: "2026-11-24" },
  rules: [
    {
      id: "pubnub-secret-key",
      kind: "secret key",
      match: { by: "shape", shapes: [["sec-c-", run("base64", 48)]] },
      expiry: { kind: "never" },
    },
    {
      id: "pubnub-key",
      kind: "publish or subscribe key",
      match: { by: "shape", shapes: [["pub-c-", ...uuid]] },
      privilege: "scoped",
    },
  ],
};
