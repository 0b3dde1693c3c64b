import type { Catalogue } from "../catalogue.ts";

export const fly = {
  id: "fly",
  title: "Fly.io",
  service: "fly",
  hosts: ["api.fly.io", "api.machines.dev"],
  docs: { url: "https://fly.io/docs/flyctl/", checked: "2026-11-24" },
  commands: [
    { run: "flyctl|fly apps destroy|delete", dies: "a Fly.io app with its machines and volumes" },
    { run: "flyctl|fly destroy", dies: "a Fly.io app with its machines and volumes" },
    { run: "flyctl|fly volume|volumes|vol destroy|delete|rm", dies: "a Fly.io volume and its data" },
    { run: "flyctl|fly machine|machines|m destroy|remove|rm", dies: "a Fly.io machine" },
    {
      run: "flyctl|fly postgres|pg|mpg|redis|storage|tigris|mysql|consul destroy|delete",
      dies: "a Fly.io database or store",
      backups: "gone",
    },
    { run: "flyctl|fly secrets unset|remove", dies: "a Fly.io secret" },
    {
      run: "flyctl|fly ips|certs|wireguard|tokens|orgs release|remove|delete|revoke",
      dies: "what a Fly.io app is reached by",
    },
  ],
  requests: [
    { method: "DELETE", path: "/v1/apps/*", dies: "a Fly.io app" },
    { method: "DELETE", path: "/v1/apps/*/machines/*", dies: "a Fly.io machine" },
    { method: "DELETE", path: "/v1/apps/*/volumes/*", dies: "a Fly.io volume and its data" },
  ],
  mutations: [
    { name: "deleteApp", dies: "a Fly.io app" },
    { name: "deleteVolume", dies: "a Fly.io volume" },
    { name: "deleteOrganization", dies: "a Fly.io organization" },
  ],
} as const satisfies Catalogue;
