import type { Provider } from "../rule.ts";
import { uuid } from "../shape.ts";

export const launchdarkly: Provider = {
  id: "launchdarkly",
  title: "LaunchDarkly",
  docs: { url: "https://launchdarkly.com/docs/home/account/api", checked: "2026-11-24" },
  rules: [
    { id: "launchdarkly-token", kind: "access token", match: { by: "shape", shapes: [["api-", ...uuid]] } },
    {
      id: "launchdarkly-sdk-key",
      kind: "SDK key",
      match: { by: "shape", shapes: [["sdk-", ...uuid]] },
      privilege: "scoped",
    },
  ],
};
