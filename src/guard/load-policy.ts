import type { Files } from "../core/ports.ts";
import { readBuiltInPolicy } from "../policy/built-in-policy.ts";
import type { Cedar } from "../policy/cedar.ts";
import { compileLayers, type LayerSource } from "../policy/compile-layer.ts";
import type { LoadedPolicy } from "../policy/decide.ts";
import { parsePolicy } from "../policy/parse-policy.ts";
import type { PolicyFault, PolicyFile } from "../policy/passport.ts";
import { isApproved } from "./approve-policy.ts";
import { type PolicyHome, userPolicy, workspacePolicy } from "./policy-home.ts";

/** The files as they are now, before Cedar. */
export interface PolicySource {
  readonly user: PolicyFile;
  readonly workspace: PolicyFile | undefined;
  /** A human approved the workspace's file as it is: it then stands in place of the user's permissions. */
  readonly approved: boolean;
  readonly faults: readonly PolicyFault[];
  /** The files as they were read. */
  readonly texts: { readonly user: string | undefined; readonly workspace: string | undefined };
  /** Whether anybody wrote a policy at all. */
  readonly written: boolean;
}

/** Reads both files. Faults are told by `faults`, never thrown. `root`: real path. */
export function readPolicies(root: string | undefined, files: Files, home: PolicyHome): PolicySource {
  const own = files.readText(home.policy);
  const theirs = root === undefined ? undefined : files.readText(`${root}/${workspacePolicy}`);
  const user = own === undefined ? undefined : parsePolicy(own, userPolicy);
  const workspace = theirs === undefined ? undefined : parsePolicy(theirs, workspacePolicy);
  const approved = root !== undefined && theirs !== undefined && isApproved(root, theirs, files, home);
  return {
    user: user?.policy ?? readBuiltInPolicy(),
    workspace: workspace?.policy,
    approved,
    faults: [...(user?.faults ?? []), ...(workspace?.faults ?? [])],
    texts: { user: own, workspace: theirs },
    written: own !== undefined || theirs !== undefined,
  };
}

/** The policy that holds in a workspace (or, without one, for the user), compiled and validated by Cedar. */
export async function loadPolicy(
  root: string | undefined,
  files: Files,
  home: PolicyHome,
  loadCedar: () => Promise<Cedar>,
): Promise<LoadedPolicy> {
  return compilePolicies(readPolicies(root, files, home), await loadCedar());
}

export function compilePolicies(source: PolicySource, cedar: Cedar): LoadedPolicy {
  const { user, workspace, approved } = source;
  const own = user.labels;
  const all = workspace === undefined ? own : [...own, ...workspace.labels];
  const wanted: readonly LayerSource[] =
    workspace === undefined
      ? [{ file: user, part: "whole", labels: own }]
      : [
          { file: user, part: approved ? "restrictions" : "whole", labels: approved ? all : own },
          { file: workspace, part: "whole", labels: all },
        ];
  const { layers, faults } = compileLayers(cedar, wanted);
  return { layers, faults: [...source.faults, ...faults] };
}
