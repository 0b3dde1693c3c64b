import type { Catalogue } from "../catalogue.ts";

export const vaults = {
  id: "vaults",
  title: "vaults",
  service: "vaults",
  hosts: ["vault.bitwarden.com", "api.doppler.com", "app.infisical.com"],
  docs: { url: "https://developer.hashicorp.com/vault/docs/commands", checked: "2026-11-24" },
  commands: [
    { run: "vault|bao delete|destroy", dies: "secrets in Vault" },
    { run: "vault|bao kv delete|destroy|metadata", dies: "secrets in Vault" },
    { run: "vault|bao secrets|auth disable", dies: "a whole engine of Vault and its secrets", backups: "none" },
    { run: "vault|bao token|lease revoke", dies: "tokens or leases of Vault" },
    { run: "vault|bao operator seal|rekey|rotate", dies: "the use of Vault for everybody" },
    { run: "op item|vault|document|user|group|service-account delete|rm|suspend", dies: "items of 1Password" },
    { run: "bw delete", dies: "items of Bitwarden" },
    { run: "bws secret|project delete", dies: "items of Bitwarden" },
    { run: "doppler secrets|configs|environments|projects delete", dies: "secrets in Doppler" },
    { run: "infisical secrets delete", dies: "secrets in Infisical" },
    { run: "akeyless delete-item|delete-items", dies: "items of Akeyless" },
    { run: "chamber delete", dies: "secrets in Parameter Store" },
  ],
  requests: [
    { method: "DELETE", path: "/v1/**", dies: "secrets in Vault" },
    { method: "DELETE", path: "/v3/**", dies: "secrets in Doppler" },
  ],
} as const satisfies Catalogue;
