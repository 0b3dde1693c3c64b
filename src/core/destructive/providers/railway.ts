import type { Catalogue } from "../catalogue.ts";

export const railway = {
  id: "railway",
  title: "Railway",
  service: "railway",
  hosts: ["backboard.railway.com", "backboard.railway.app"],
  docs: { url: "https://docs.railway.com/reference/cli-api", checked: "2026-11-24" },
  commands: [
    { run: "railway|rlwy volume|volumes delete|remove|rm", dies: "a Railway volume and its data", backups: "gone" },
    { run: "railway delete", dies: "a Railway project and all in it", backups: "gone" },
    {
      run: "railway project|environment|service delete|remove|rm",
      dies: "a Railway project, environment or service",
      backups: "gone",
    },
    { run: "railway down|remove", dies: "the newest deployment of a Railway service" },
    { run: "railway variable|variables delete|rm", dies: "a Railway variable" },
    { run: "railway domain|bucket|function|functions delete|rm", dies: "a Railway domain, bucket or function" },
  ],
  mutations: [
    { name: "volumeDelete", dies: "a Railway volume and its data", backups: "gone" },
    { name: "projectDelete", dies: "a Railway project and all in it", backups: "gone" },
    { name: "projectScheduleDelete", dies: "a Railway project and all in it", backups: "gone" },
    { name: "environmentDelete", dies: "a Railway environment and its volumes", backups: "gone" },
    { name: "serviceDelete", dies: "a Railway service", backups: "gone" },
    { name: "volumeInstanceBackupDelete", dies: "a backup of a Railway volume", backups: "gone" },
    { name: "deploymentRemove", dies: "a Railway deployment" },
    { name: "variableDelete", dies: "a Railway variable" },
    { name: "pluginDelete", dies: "a Railway database", backups: "gone" },
    { name: "customDomainDelete", dies: "a Railway domain" },
  ],
} as const satisfies Catalogue;
