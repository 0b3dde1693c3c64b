import type { Provider } from "../rule.ts";
import { run, uuid } from "../shape.ts";

export const scaleway: Provider = {
  id: "scaleway",
  title: "Scaleway",
  docs: { url: "https://www.scaleway.com/en/docs/iam/how-to/create-api-keys/", checked: "2026-11-24" },
  rules: [
    {
      id: "scaleway-secret-key",
      kind: "secret key",
      match: { by: "key", shapes: [[...uuid]], words: ["scaleway", "scw_"], key: /secret|token/ },
      expiry: { kind: "never" },
    },
    {
      id: "scaleway-access-key",
      kind: "access key",
      match: { by: "shape", shapes: [["SCW", run("alnumUpper", 17)]] },
      expiry: { kind: "never" },
    },
  ],
};
