import type { Environment } from "../core/finding.ts";
import { slashed, upward, within } from "../core/paths.ts";
import type { Files } from "../core/ports.ts";
import type { EnvironmentRule } from "../policy/passport.ts";
import { nameFits } from "../policy/patterns.ts";
import { branchOf } from "./decide-worktrees.ts";
import { workspacePolicy } from "./policy-home.ts";
import { realOf } from "./write-index.ts";

/** Which environment a folder's sessions are in, and what says so. */
export interface SessionEnvironment {
  readonly environment: Environment;
  /** "the branch release/1.2 (policy.yaml:4)"; undefined: nothing says it. */
  readonly because: string | undefined;
}

/** The folder that a policy is about: the nearest with a policy in it, else the repository's, else the folder itself. */
export function policyRootOf(cwd: string, files: Files): string {
  const real = slashed(realOf(cwd, files));
  const folders = upward(real);
  return (
    folders.find((folder) => files.stat(`${folder}/${workspacePolicy}`)?.kind === "file") ??
    folders.find((folder) => files.stat(`${folder}/.git`) !== undefined) ??
    real
  );
}

export interface NamedRules {
  /** As people know the file. */
  readonly file: string;
  readonly rules: readonly EnvironmentRule[];
}

/**
 * What a human set for the folder, else the first rule that matches its branch or its path. A branch is something that
 * an agent can change: rules of a workspace's file that nobody approved are handed in without those for production.
 */
export function sessionEnvironment(
  root: string,
  { set, rules }: { readonly set: Environment | undefined; readonly rules: readonly NamedRules[] },
  files: Files,
): SessionEnvironment {
  if (set !== undefined) return { environment: set, because: "leastkey policy env set it" };
  const branch = branchOf(root, files);
  for (const { file, rules: own } of rules) {
    for (const { by, pattern, environment, line } of own) {
      const where = `${file}:${String(line)}`;
      if (by === "branch" && branch !== undefined && branchFits(pattern, branch))
        return { environment, because: `the branch ${branch} (${where})` };
      if (by === "folder" && folderFits(pattern, root)) return { environment, because: `the folder (${where})` };
    }
  }
  return { environment: "unknown", because: undefined };
}

/** "release/*" takes "release/1/2" too: a branch's slashes are no folders. */
const branchFits = (pattern: string, branch: string): boolean => nameFits(pattern.replaceAll(/\*+/g, "**"), branch);

/** A whole path, or the end of one: "infra/prod" is every folder of that name. */
function folderFits(pattern: string, root: string): boolean {
  if (pattern.startsWith("/")) return nameFits(pattern, root) || within(pattern, root) !== undefined;
  return nameFits(`**/${pattern}`, root);
}
