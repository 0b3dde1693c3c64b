import type { Catalogue } from "../catalogue.ts";

export const vercel = {
  id: "vercel",
  title: "Vercel",
  service: "vercel",
  hosts: ["api.vercel.com"],
  docs: { url: "https://vercel.com/docs/cli", checked: "2026-11-24" },
  commands: [
    { run: "vercel|vc remove|rm", dies: "a Vercel deployment or project" },
    { run: "vercel|vc project|projects rm|remove", dies: "a Vercel project and its deployments" },
    { run: "vercel|vc env rm|remove", dies: "a Vercel environment variable" },
    {
      run: "vercel|vc domains|dns|alias|certs|blob|edge-config|integration|store rm|remove|del|delete|delete-store",
      dies: "a Vercel domain, store or record",
    },
  ],
  requests: [{ method: "DELETE", path: "/**", dies: "what stands at that Vercel address" }],
} as const satisfies Catalogue;
