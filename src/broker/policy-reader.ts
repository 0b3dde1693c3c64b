import type { Files } from "../core/ports.ts";
import { compilePolicies, readPolicies } from "../guard/load-policy.ts";
import type { PolicyHome } from "../guard/policy-home.ts";
import type { Cedar } from "../policy/cedar.ts";
import type { LoadedPolicy } from "../policy/decide.ts";

/** The policy of a folder as its files are now; compiled anew only where a byte of them changed. */
export function policyReader(
  files: Files,
  home: PolicyHome,
  cedar: () => Promise<Cedar>,
): (root: string | undefined) => Promise<LoadedPolicy> {
  const compiled = new Map<string, LoadedPolicy>();
  return async (root) => {
    const source = readPolicies(root, files, home);
    const state = JSON.stringify([source.texts.user, source.texts.workspace, source.approved]);
    const known = compiled.get(state);
    if (known !== undefined) return known;
    const policy = compilePolicies(source, await cedar());
    if (compiled.size > 50) compiled.clear();
    compiled.set(state, policy);
    return policy;
  };
}
