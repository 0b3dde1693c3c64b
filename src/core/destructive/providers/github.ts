import type { Catalogue } from "../catalogue.ts";

export const github = {
  id: "github",
  title: "GitHub",
  service: "github",
  hosts: ["api.github.com", "uploads.github.com"],
  docs: { url: "https://cli.github.com/manual/", checked: "2026-11-24" },
  commands: [
    { run: "gh repo delete", dies: "a GitHub repository", backups: "kept" },
    {
      run: "gh release|secret|variable|ssh-key|gpg-key|codespace|cache|label|gist|issue|run|project|ruleset|extension delete|remove",
      dies: "a GitHub release, secret or other object",
    },
    { run: "gh release delete-asset", dies: "a file of a GitHub release" },
    { run: "gh repo archive", dies: "a GitHub repository, which becomes read-only" },
    { run: "gh api --method|-X=DELETE", dies: "what stands at that GitHub address" },
    { run: "git push --delete|-d", dies: "a branch or tag on the remote" },
    { run: "git push --mirror|--prune", dies: "branches on the remote that are not in yours", bulk: true },
    { run: "git push * :*", dies: "a branch or tag on the remote" },
  ],
  requests: [
    { method: "DELETE", path: "/repos/*/*", dies: "a GitHub repository", backups: "kept" },
    { method: "DELETE", path: "/**", dies: "what stands at that GitHub address" },
  ],
  mutations: [
    { name: "deleteRef", dies: "a branch or tag" },
    { name: "deleteRepository", dies: "a GitHub repository", backups: "kept" },
    { name: "deleteIssue", dies: "an issue for good", backups: "none" },
    { name: "deleteProjectV2", dies: "a GitHub project" },
    { name: "deleteBranchProtectionRule", dies: "the protection of a branch" },
  ],
} as const satisfies Catalogue;
