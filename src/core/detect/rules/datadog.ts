import type { Provider } from "../rule.ts";
import { run } from "../shape.ts";

export const datadog: Provider = {
  id: "datadog",
  title: "Datadog",
  docs: { url: "https://docs.datadoghq.com/account_management/api-app-keys/", checked: "2026-11-24" },
  rules: [
    {
      id: "datadog-api-key",
      kind: "API key",
      match: {
        by: "key",
        shapes: [[run("hex", 32)]],
        words: ["datadog", "dd_api", "dd-api"],
        key: /apikey|key|token|secret/,
        hosts: ["api.datadoghq.com", "datadoghq.eu"],
      },
      expiry: { kind: "never" },
    },
    {
      id: "datadog-app-key",
      kind: "application key",
      match: {
        by: "key",
        shapes: [[run("hex", 40)]],
        words: ["datadog", "dd_app", "dd-app"],
        key: /app|key|token|secret/,
        hosts: ["api.datadoghq.com", "datadoghq.eu"],
      },
      narrower: "an application key with scopes",
      expiry: { kind: "never" },
    },
    {
      id: "datadog-access-token",
      kind: "personal access token",
      match: {
        by: "shape",
        shapes: [
          ["ddpat_", run("base62", 22, 80)],
          ["ddapp_", run("base62", 34)],
        ],
      },
    },
  ],
};
