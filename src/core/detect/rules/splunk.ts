import type { Provider } from "../rule.ts";
import { uuid } from "../shape.ts";

export const splunk: Provider = {
  id: "splunk",
  title: "Splunk",
  docs: {
    url: "https://docs.splunk.com/Documentation/Splunk/latest/Data/UsetheHTTPEventCollector",
    checked: "2026-11-24",
  },
  rules: [
    {
      id: "splunk-hec-token",
      kind: "event collector token",
      match: {
        by: "key",
        shapes: [[...uuid]],
        words: ["splunk", "hec"],
        key: /token|authorization|splunk/,
        hosts: ["services/collector"],
      },
      privilege: "scoped",
    },
  ],
};
