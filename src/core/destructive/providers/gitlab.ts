import type { Catalogue } from "../catalogue.ts";

export const gitlab = {
  id: "gitlab",
  title: "GitLab",
  service: "gitlab",
  hosts: ["gitlab.com"],
  docs: { url: "https://docs.gitlab.com/cli/", checked: "2026-11-24" },
  commands: [
    {
      run: "glab repo|release|variable|ssh-key|label|issue|mr|schedule|token delete|remove|revoke",
      dies: "a GitLab project, release or variable",
    },
    { run: "glab api --method|-X=DELETE", dies: "what stands at that GitLab address" },
  ],
  requests: [{ method: "DELETE", path: "/api/v4/**", dies: "what stands at that GitLab address" }],
} as const satisfies Catalogue;
