import type { Catalogue } from "../catalogue.ts";

export const netlify = {
  id: "netlify",
  title: "Netlify",
  service: "netlify",
  hosts: ["api.netlify.com"],
  docs: { url: "https://cli.netlify.com/", checked: "2026-11-24" },
  commands: [
    { run: "netlify|ntl sites:delete|blobs:delete", dies: "a Netlify site or blob" },
    { run: "netlify|ntl env:unset", dies: "a Netlify variable" },
  ],
  requests: [{ method: "DELETE", path: "/api/v1/**", dies: "a Netlify site or object" }],
} as const satisfies Catalogue;
