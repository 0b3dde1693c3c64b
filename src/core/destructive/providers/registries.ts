import type { Catalogue } from "../catalogue.ts";

export const registries = {
  id: "registries",
  title: "package registries",
  service: "registries",
  hosts: ["registry.npmjs.org", "upload.pypi.org", "crates.io", "rubygems.org"],
  docs: { url: "https://docs.npmjs.com/cli/commands/npm-unpublish", checked: "2026-11-24" },
  commands: [
    { run: "npm|pnpm unpublish", dies: "a published package", backups: "none" },
    { run: "npm|pnpm deprecate", dies: "the good name of a published package" },
    { run: "npm|pnpm owner|token|team|access rm|revoke|remove|destroy", dies: "owners or tokens of a package" },
    { run: "cargo|gem yank", dies: "a published version" },
    { run: "cargo owner --remove", dies: "an owner of a package" },
  ],
  requests: [{ method: "DELETE", path: "/**", dies: "a published package", backups: "none" }],
} as const satisfies Catalogue;
