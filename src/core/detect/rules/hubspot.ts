import type { Provider } from "../rule.ts";
import { uuid } from "../shape.ts";

export const hubspot: Provider = {
  id: "hubspot",
  title: "HubSpot",
  docs: { url: "https://developers.hubspot.com/docs/guides/apps/private-apps/overview", checked: "2026-11-24" },
  rules: [
    {
      id: "hubspot-token",
      kind: "private app token",
      match: {
        by: "shape",
        shapes: [
          ["pat-na1-", ...uuid],
          ["pat-eu1-", ...uuid],
          ["pat-na2-", ...uuid],
          ["pat-ap1-", ...uuid],
        ],
      },
      privilege: "scoped",
    },
    {
      id: "hubspot-legacy-key",
      kind: "API key",
      match: { by: "key", shapes: [[...uuid]], words: ["hubspot", "hapikey"], key: /key|token/ },
    },
  ],
};
