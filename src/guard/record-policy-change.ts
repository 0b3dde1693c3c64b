import { type PolicyHome, userPolicy, workspacePolicy } from "./policy-home.ts";
import { compiledTexts } from "./policy-table.ts";
import type { Ports } from "./ports.ts";

/**
 * Puts a change of the policy's files on the trail, where it is first met: before they are compiled for the hook. Who
 * changed them is not known; an editor's save and a pull look the same. `root`: real path.
 */
export function recordPolicyChange(root: string, { files, audit }: Pick<Ports, "files" | "audit">, home: PolicyHome) {
  const before = compiledTexts(root, files, home);
  const now = { user: files.readText(home.policy), workspace: files.readText(`${root}/${workspacePolicy}`) };
  const changed = [
    { name: userPolicy, was: before?.user, is: now.user },
    { name: workspacePolicy, was: before?.workspace, is: now.workspace },
  ].filter(({ was, is }) => was !== is);
  if (changed.length === 0) return;
  const reason = changed.map(({ name, was, is }) => `${name} ${wordOf(was, is)}`).join("; ");
  audit.append({
    action: "policy.change",
    outcome: "done",
    attribution: "unknown",
    workspace: root,
    paths: changed.map(({ name }) => (name === workspacePolicy ? `${root}/${workspacePolicy}` : home.policy)),
    reason,
  });
}

function wordOf(was: string | undefined, is: string | undefined): string {
  if (was === undefined) return "is new here";
  return is === undefined ? "was removed" : "changed";
}
