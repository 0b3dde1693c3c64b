import type { Provider } from "../rule.ts";
import { run } from "../shape.ts";

export const pulumi: Provider = {
  id: "pulumi",
  title: "Pulumi",
  docs: { url: "https://www.pulumi.com/docs/administration/access-identity/access-tokens/", checked: "2026-11-24" },
  rules: [
    {
      id: "pulumi-token",
      kind: "access token",
      match: { by: "shape", shapes: [["pul-", run("hex", 40)]] },
      privilege: "omnibus",
      narrower: "a team or organization token",
    },
  ],
};
