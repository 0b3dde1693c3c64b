import type { Catalogue } from "../catalogue.ts";

export const digitalocean = {
  id: "digitalocean",
  title: "DigitalOcean",
  service: "digitalocean",
  hosts: ["api.digitalocean.com"],
  docs: { url: "https://docs.digitalocean.com/reference/doctl/", checked: "2026-11-24" },
  commands: [
    { run: "doctl databases|database|db delete|rm", dies: "a DigitalOcean database", backups: "gone" },
    { run: "doctl ** delete|rm|d", dies: "DigitalOcean resources" },
  ],
  requests: [
    { method: "DELETE", path: "/v2/databases/*", dies: "a DigitalOcean database", backups: "gone" },
    { method: "DELETE", path: "/v2/**", dies: "a DigitalOcean resource" },
  ],
} as const satisfies Catalogue;
