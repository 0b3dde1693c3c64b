import type { Provider } from "../rule.ts";
import { run } from "../shape.ts";

export const alibaba: Provider = {
  id: "alibaba",
  title: "Alibaba Cloud",
  docs: { url: "https://www.alibabacloud.com/help/en/ram/user-guide/create-an-accesskey-pair", checked: "2026-11-24" },
  rules: [
    {
      id: "alibaba-access-key-id",
      kind: "access key id",
      match: { by: "shape", shapes: [["LTAI", run("base62", 12, 26)]] },
      expiry: { kind: "never" },
    },
    {
      id: "alibaba-secret",
      kind: "access key secret",
      match: {
        by: "key",
        shapes: [[run("base62", 30)]],
        words: ["alibaba", "aliyun", "alicloud", "oss_", "ltai"],
        key: /secret/,
      },
      expiry: { kind: "never" },
    },
  ],
};
