import type { Provider, Told } from "../rule.ts";
import { run, uuid } from "../shape.ts";

const size = (value: string): Told =>
  value.length === 28 ? { reasons: ["a token of this length is often a root token"] } : {};

export const hashicorpVault: Provider = {
  id: "hashicorp-vault",
  title: "HashiCorp Vault",
  docs: { url: "https://developer.hashicorp.com/vault/docs/concepts/tokens", checked: "2026-11-24" },
  rules: [
    {
      id: "vault-service-token",
      kind: "service token",
      match: {
        by: "shape",
        shapes: [
          ["hvs.", run("base64url", 24)],
          ["hvs.", run("base64url", 90, 150)],
        ],
      },
      inspect: size,
    },
    {
      id: "vault-batch-token",
      kind: "batch token",
      match: { by: "shape", shapes: [["hvb.", run("base64url", 138, 300)]] },
      expiry: { kind: "temporary" },
    },
    {
      id: "vault-recovery-token",
      kind: "recovery token",
      match: { by: "shape", shapes: [["hvr.", run("base64url", 24, 150)]] },
      privilege: "omnibus",
      narrower: "a service token with a policy",
    },
    {
      id: "vault-legacy-token",
      kind: "token",
      match: {
        by: "key",
        shapes: [["s.", run("base62", 24)]],
        words: ["vault", "token"], // no other provider's token begins so
        key: /token|vault/,
        hosts: ["x-vault-token"],
      },
    },
    {
      id: "vault-approle-secret",
      kind: "AppRole secret id",
      match: { by: "key", shapes: [[...uuid]], words: ["vault", "approle"], key: /secretid|secret/ },
    },
  ],
};
