import type { Catalogue } from "../catalogue.ts";

export const stripe = {
  id: "stripe",
  title: "Stripe",
  service: "stripe",
  hosts: ["api.stripe.com", "files.stripe.com"],
  docs: { url: "https://docs.stripe.com/api", checked: "2026-11-24" },
  commands: [
    { run: "stripe delete", dies: "a Stripe object" },
    { run: "stripe * delete|cancel", dies: "a Stripe object or subscription" },
  ],
  requests: [
    {
      method: "DELETE",
      path: "/v1/customers/*",
      dies: "a Stripe customer for good, with its subscriptions",
      backups: "none",
    },
    { method: "DELETE", path: "/v1/**", dies: "a Stripe object" },
    { method: "DELETE", path: "/v2/**", dies: "a Stripe object" },
    { method: "POST", path: "/v1/subscriptions/*/cancel", dies: "a Stripe subscription" },
  ],
} as const satisfies Catalogue;
