import type { Provider } from "../rule.ts";
import { run } from "../shape.ts";

export const openshift: Provider = {
  id: "openshift",
  title: "OpenShift",
  docs: {
    url: "https://docs.openshift.com/container-platform/latest/authentication/managing-oauth-access-tokens.html",
    checked: "2026-11-24",
  },
  rules: [
    {
      id: "openshift-token",
      kind: "user token",
      match: { by: "shape", shapes: [["sha256~", run("base64url", 43)]] },
      expiry: { kind: "temporary" },
    },
  ],
};
