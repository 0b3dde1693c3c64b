import type { Catalogue } from "../catalogue.ts";

export const neon = {
  id: "neon",
  title: "Neon",
  service: "neon",
  hosts: ["console.neon.tech"],
  docs: { url: "https://api-docs.neon.tech/reference/getting-started-with-neon-api", checked: "2026-11-24" },
  commands: [
    { run: "neonctl|neon projects|project delete", dies: "a Neon project and all its branches", backups: "gone" },
    { run: "neonctl|neon branches|branch delete|reset", dies: "a Neon branch and its data", backups: "gone" },
    { run: "neonctl|neon databases|database|roles|role|orgs delete", dies: "a Neon database or role" },
  ],
  requests: [
    { method: "DELETE", path: "/api/v2/projects/*", dies: "a Neon project and all its branches", backups: "gone" },
    { method: "DELETE", path: "/api/v2/projects/*/branches/*", dies: "a Neon branch and its data", backups: "gone" },
    { method: "DELETE", path: "/api/v2/**", dies: "what stands at that Neon address" },
  ],
} as const satisfies Catalogue;
