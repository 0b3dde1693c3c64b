import type { Catalogue } from "../catalogue.ts";

export const planetscale = {
  id: "planetscale",
  title: "PlanetScale",
  service: "planetscale",
  hosts: ["api.planetscale.com"],
  docs: { url: "https://planetscale.com/docs/reference/planetscale-cli", checked: "2026-11-24" },
  commands: [
    { run: "pscale database|db delete|rm", dies: "a PlanetScale database and its branches", backups: "gone" },
    { run: "pscale branch delete|rm", dies: "a PlanetScale branch and its data", backups: "gone" },
    { run: "pscale backup delete", dies: "a backup of a PlanetScale database", backups: "gone" },
    { run: "pscale password|service-token|role|keyspace delete", dies: "a PlanetScale password, token or role" },
  ],
  requests: [
    {
      method: "DELETE",
      path: "/v1/organizations/*/databases/*",
      dies: "a PlanetScale database and its branches",
      backups: "gone",
    },
    { method: "DELETE", path: "/v1/**", dies: "what stands at that PlanetScale address" },
  ],
} as const satisfies Catalogue;
