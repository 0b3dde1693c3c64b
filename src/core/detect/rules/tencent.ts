import type { Provider } from "../rule.ts";
import { run } from "../shape.ts";

export const tencent: Provider = {
  id: "tencent",
  title: "Tencent Cloud",
  docs: { url: "https://www.tencentcloud.com/document/product/598/32675", checked: "2026-11-24" },
  rules: [
    {
      id: "tencent-secret-id",
      kind: "secret id",
      match: { by: "shape", shapes: [["AKID", run("base62", 32)]] },
      expiry: { kind: "never" },
    },
    {
      id: "tencent-secret-key",
      kind: "secret key",
      match: { by: "key", shapes: [[run("base62", 32)]], words: ["tencent", "qcloud", "cos_"], key: /secret/ },
      expiry: { kind: "never" },
    },
  ],
};
