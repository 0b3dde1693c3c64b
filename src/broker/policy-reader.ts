import type { Environment } from "../core/finding.ts";
import type { Files } from "../core/ports.ts";
import { compilePolicies, readPolicies } from "../guard/load-policy.ts";
import type { PolicyHome } from "../guard/policy-home.ts";
import { environmentOfFolder } from "../guard/write-policy-table.ts";
import type { Cedar } from "../policy/cedar.ts";
import type { LoadedPolicy } from "../policy/decide.ts";

export interface PolicyReader {
  readonly policy: (root: string | undefined) => Promise<LoadedPolicy>;
  readonly environment: (root: string | undefined) => Promise<Environment>;
}

/** The policy of a folder as its files are now; compiled anew only where a byte of them, or the approval, changed. */
export function policyReader(files: Files, home: PolicyHome, cedar: () => Promise<Cedar>): PolicyReader {
  const compiled = new Map<string, LoadedPolicy>();
  return {
    policy: async (root) => {
      const source = readPolicies(root, files, home);
      const key = JSON.stringify([source.texts.user ?? "", source.texts.workspace ?? "", source.approved]);
      const known = compiled.get(key);
      if (known !== undefined) return known;
      const policy = compilePolicies(source, await cedar());
      if (compiled.size > 50) compiled.clear();
      compiled.set(key, policy);
      return policy;
    },
    // The branch may change at any time, so it is looked at for each use.
    environment: (root) =>
      Promise.resolve(root === undefined ? "unknown" : environmentOfFolder(root, files, home).environment),
  };
}
