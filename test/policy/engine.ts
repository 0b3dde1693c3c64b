import { resolve } from "node:path";
import type { PolicySource } from "../../src/guard/load-policy.ts";
import { compilePolicies } from "../../src/guard/load-policy.ts";
import { loadCedar } from "../../src/platform/cedar.ts";
import { readBuiltInPolicy } from "../../src/policy/built-in-policy.ts";
import type { LoadedPolicy } from "../../src/policy/decide.ts";
import { parsePolicy } from "../../src/policy/parse-policy.ts";
import type { PolicyRequest } from "../../src/policy/request.ts";

/** The real engine, as it stands beside the built programs. */
export const cedar = () => loadCedar(resolve(process.env["LEASTKEY_DIST"] ?? "dist"));

export interface Texts {
  readonly user?: string;
  readonly workspace?: string;
  readonly approved?: boolean;
}

export function sourceOf({ user, workspace, approved = false }: Texts): PolicySource {
  const own = user === undefined ? undefined : parsePolicy(user, "user");
  const theirs = workspace === undefined ? undefined : parsePolicy(workspace, "workspace");
  return {
    user: own?.policy ?? readBuiltInPolicy(),
    workspace: theirs?.policy,
    approved,
    faults: [...(own?.faults ?? []), ...(theirs?.faults ?? [])],
    texts: { user, workspace },
    written: true,
  };
}

export const policyOf = async (texts: Texts): Promise<LoadedPolicy> => compilePolicies(sourceOf(texts), await cedar());

/** A confirmed agent in staging reads contacts of the CRM; tests change what they are about. */
export const plainRequest: PolicyRequest = {
  caller: { agent: "claude-code", certainty: "confirmed", environment: "staging" },
  credential: {
    name: "leastkey://shop/staging/crm/api-key",
    service: "crm",
    environment: "staging",
    actions: [],
    hosts: ["crm.example.com", "crm.staging.example.com", "crm.prod.example.com"],
  },
  use: { kind: "http", method: "GET", host: "crm.example.com", path: "/contacts" },
  ttlSeconds: 60,
  approved: false,
};
