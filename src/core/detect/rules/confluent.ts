import type { Provider } from "../rule.ts";
import { run } from "../shape.ts";

export const confluent: Provider = {
  id: "confluent",
  title: "Confluent",
  docs: {
    url: "https://docs.confluent.io/cloud/current/security/authenticate/workload-identities/service-accounts/api-keys/overview.html",
    checked: "2026-11-24",
  },
  rules: [
    {
      id: "confluent-secret",
      kind: "API secret",
      match: {
        by: "key",
        shapes: [[run("base64", 64)], ["cflt", run("base64", 60)]],
        words: ["confluent", "sasl", "kafka"],
        key: /secret|password/,
      },
    },
  ],
};
