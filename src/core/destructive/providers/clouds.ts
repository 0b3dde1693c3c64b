import type { Catalogue } from "../catalogue.ts";

export const clouds = {
  id: "clouds",
  title: "other clouds",
  service: "clouds",
  hosts: ["api.hetzner.cloud", "api.linode.com", "api.vultr.com", "api.scaleway.com"],
  docs: { url: "https://docs.hetzner.cloud/", checked: "2026-11-24" },
  commands: [
    {
      run: "hcloud|linode-cli|vultr-cli|scw|oci|ibmcloud|exo|upctl|civo ** delete|rm|destroy|remove|terminate",
      dies: "cloud resources",
    },
  ],
  requests: [{ method: "DELETE", path: "/**", dies: "a cloud resource" }],
} as const satisfies Catalogue;
