import type { Provider } from "../rule.ts";
import { run, uuid } from "../shape.ts";

export const mongodbAtlas: Provider = {
  id: "mongodb-atlas",
  title: "MongoDB Atlas",
  docs: { url: "https://www.mongodb.com/docs/atlas/api/service-accounts-overview/", checked: "2026-11-24" },
  rules: [
    {
      id: "mongodb-atlas-secret",
      kind: "service account secret",
      match: { by: "shape", shapes: [["mdb_sa_sk_", run("base64url", 40)]] },
    },
    {
      id: "mongodb-atlas-private-key",
      kind: "API private key",
      match: { by: "key", shapes: [[...uuid]], words: ["atlas", "mongodb"], key: /private|secret/ },
    },
  ],
};
