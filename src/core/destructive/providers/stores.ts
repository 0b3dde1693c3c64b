import type { Catalogue } from "../catalogue.ts";

export const stores = {
  id: "stores",
  title: "object stores",
  service: "stores",
  hosts: [],
  docs: { url: "https://rclone.org/commands/", checked: "2026-11-24" },
  commands: [
    { run: "rclone delete|purge|deletefile|cleanup|rmdirs", dies: "objects in that store", bulk: true },
    { run: "rclone sync|move|moveto", dies: "objects in that store that are not in the source", bulk: true },
    { run: "s3cmd|s5cmd|mc rm|del|rb|rmb|remove", dies: "objects or a bucket in that store" },
  ],
} as const satisfies Catalogue;
