import type { Provider } from "../rule.ts";
import { run } from "../shape.ts";

export const newrelic: Provider = {
  id: "newrelic",
  title: "New Relic",
  docs: { url: "https://docs.newrelic.com/docs/apis/intro-apis/new-relic-api-keys/", checked: "2026-11-24" },
  rules: [
    {
      id: "newrelic-user-key",
      kind: "user key",
      match: { by: "shape", shapes: [["NRAK-", run("alnumUpper", 27)]] },
      privilege: "omnibus",
      narrower: "an ingest key",
    },
    {
      id: "newrelic-insert-key",
      kind: "insert key",
      match: {
        by: "shape",
        shapes: [
          ["NRII-", run("base64url", 32)],
          ["NRIQ-", run("base64url", 32)],
        ],
      },
      privilege: "scoped",
    },
    { id: "newrelic-rest-key", kind: "REST API key", match: { by: "shape", shapes: [["NRRA-", run("hex", 42)]] } },
    {
      id: "newrelic-license-key",
      kind: "licence key",
      match: {
        by: "key",
        shapes: [[run("hex", 36), "NRAL"], [run("hex", 40)]],
        words: ["newrelic", "new_relic"],
        key: /licen[sc]ekey|key/,
      },
      privilege: "scoped",
    },
  ],
};
