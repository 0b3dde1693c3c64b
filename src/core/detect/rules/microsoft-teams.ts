import type { Provider } from "../rule.ts";
import { run, uuid } from "../shape.ts";

export const microsoftTeams: Provider = {
  id: "microsoft-teams",
  title: "Microsoft Teams",
  docs: {
    url: "https://learn.microsoft.com/en-us/microsoftteams/platform/webhooks-and-connectors/how-to/add-incoming-webhook",
    checked: "2026-11-24",
  },
  rules: [
    {
      id: "teams-webhook",
      kind: "incoming webhook",
      match: {
        by: "shape",
        shapes: [
          [
            "webhook.office.com/webhookb2/",
            ...uuid,
            "@",
            ...uuid,
            "/IncomingWebhook/",
            run("alnumLower", 32),
            "/",
            ...uuid,
          ],
        ],
      },
      privilege: "scoped",
    },
  ],
};
