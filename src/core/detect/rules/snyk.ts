import type { Provider } from "../rule.ts";
import { run, uuid } from "../shape.ts";

export const snyk: Provider = {
  id: "snyk",
  title: "Snyk",
  docs: { url: "https://docs.snyk.io/snyk-api/authentication-for-api", checked: "2026-11-24" },
  rules: [
    {
      id: "snyk-token",
      kind: "access token",
      match: { by: "shape", shapes: [["snyk_uat.", run("hex", 8), ".", run("base64url", 60, 1000)]] },
    },
    { id: "snyk-legacy-token", kind: "API token", match: { by: "key", shapes: [[...uuid]], words: ["snyk"] } },
  ],
};
