import type { Files } from "../core/ports.ts";
import { readBuiltInPolicy } from "../policy/built-in-policy.ts";
import type { LoadedPolicy } from "../policy/decide.ts";
import { parsePolicy } from "../policy/parse-policy.ts";

export const workspacePolicy = ".leastkey/policy.yaml";

export interface PolicyHome {
  readonly policy: string;
}

/** The policy that holds in a workspace (or, without one, for the user). Faults are told by `faults`, never thrown. */
export async function loadPolicy(root: string | undefined, files: Files, home: PolicyHome): Promise<LoadedPolicy> {
  const own = files.readText(home.policy);
  const theirs = root === undefined ? undefined : files.readText(`${root}/${workspacePolicy}`);
  const parsed = [
    own === undefined ? { policy: readBuiltInPolicy(), faults: [] } : parsePolicy(own, "your own policy.yaml"),
    ...(theirs === undefined ? [] : [parsePolicy(theirs, workspacePolicy)]),
  ];
  await Promise.resolve();
  return {
    files: parsed.flatMap(({ policy }) => policy ?? []),
    faults: parsed.flatMap(({ faults }) => faults),
  };
}
