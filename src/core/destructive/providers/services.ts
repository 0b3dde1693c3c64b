import type { Catalogue } from "../catalogue.ts";

export const services = {
  id: "services",
  title: "other services",
  service: "services",
  hosts: ["sentry.io", "api.pagerduty.com", "api.twilio.com", "api.sendgrid.com", "api.auth0.com"],
  docs: { url: "https://docs.sentry.io/cli/", checked: "2026-11-24" },
  commands: [
    { run: "sentry-cli|pd|okta|auth0|twilio|confluent ** delete|remove", dies: "what that service holds" },
    { run: "kafka-topics|kafka-topics.sh --delete", dies: "a Kafka topic and its messages", backups: "none" },
    { run: "firebase ** *:delete|*:remove|*:disable", dies: "Firebase data or sites" },
    { run: "firebase *:delete|*:remove|*:disable", dies: "Firebase data or sites" },
  ],
  requests: [{ method: "DELETE", path: "/**", dies: "what that service holds" }],
} as const satisfies Catalogue;
