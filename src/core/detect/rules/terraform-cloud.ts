import type { Provider } from "../rule.ts";
import { run } from "../shape.ts";

export const terraformCloud: Provider = {
  id: "terraform-cloud",
  title: "Terraform Cloud",
  docs: {
    url: "https://developer.hashicorp.com/terraform/cloud-docs/users-teams-organizations/api-tokens",
    checked: "2026-11-24",
  },
  rules: [
    {
      id: "terraform-cloud-token",
      kind: "API token",
      match: { by: "shape", shapes: [[run("base62", 14), ".atlasv1.", run("base64url", 60, 70)]] },
      narrower: "a team token",
    },
  ],
};
