import type { Provider } from "../rule.ts";
import { run } from "../shape.ts";

export const yandex: Provider = {
  id: "yandex",
  title: "Yandex Cloud",
  docs: { url: "https://yandex.cloud/en/docs/iam/concepts/authorization/", checked: "2026-11-24" },
  rules: [
    { id: "yandex-api-key", kind: "API key", match: { by: "shape", shapes: [["AQVN", run("base64url", 35, 38)]] } },
    {
      id: "yandex-iam-token",
      kind: "IAM token",
      match: { by: "shape", shapes: [["t1.", run("base64url", 1, 80), ".", run("base64url", 86)]] },
      expiry: { kind: "temporary" },
    },
    {
      id: "yandex-oauth-token",
      kind: "OAuth token",
      match: { by: "shape", shapes: [["y0_", run("base64url", 50, 60)]] },
    },
    {
      id: "yandex-secret",
      kind: "static key secret",
      match: { by: "key", shapes: [["YC", run("base64url", 38)]], words: ["yandex", "yc_", "s3"], key: /secret|key/ },
      expiry: { kind: "never" },
    },
  ],
};
