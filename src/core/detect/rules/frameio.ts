import type { Provider } from "../rule.ts";
import { run } from "../shape.ts";

export const frameio: Provider = {
  id: "frameio",
  title: "Frame.io",
  docs: { url: "https://developer.frame.io/api/reference/", checked: "2026-11-24" },
  rules: [
    {
      id: "frameio-token",
      kind: "developer token",
      match: { by: "shape", shapes: [["fio-u-", run("base64url", 64)]] },
    },
  ],
};
