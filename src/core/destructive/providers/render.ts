import type { Catalogue } from "../catalogue.ts";

export const render = {
  id: "render",
  title: "Render",
  service: "render",
  hosts: ["api.render.com"],
  docs: { url: "https://render.com/docs/cli", checked: "2026-11-24" },
  commands: [{ run: "render * delete|suspend", dies: "a Render service or database", backups: "gone" }],
  requests: [
    { method: "DELETE", path: "/v1/**", dies: "a Render service or database", backups: "gone" },
    { method: "POST", path: "/v1/services/*/suspend", dies: "a Render service, which stops" },
  ],
} as const satisfies Catalogue;
