import type { Provider } from "../rule.ts";
import { run } from "../shape.ts";

export const postman: Provider = {
  id: "postman",
  title: "Postman",
  docs: { url: "https://learning.postman.com/docs/developer/postman-api/authentication/", checked: "2026-11-24" },
  rules: [
    {
      id: "postman-key",
      kind: "API key",
      match: { by: "shape", shapes: [["PMAK-", run("hex", 24), "-", run("hex", 34)]] },
      privilege: "omnibus",
      narrower: "none: Postman keys act as their user",
    },
    {
      id: "postman-collection-token",
      kind: "collection access key",
      match: { by: "shape", shapes: [["PMAT-", run("alnumUpper", 26)]] },
      privilege: "scoped",
    },
  ],
};
