import { join } from "node:path";
import type { AuditLog } from "../audit/event.ts";
import { slashed } from "../core/paths.ts";
import type { Files } from "../core/ports.ts";
import { approvePolicy } from "../guard/approve-policy.ts";
import type { SessionName } from "../guard/boundary/scenario.ts";
import { readPolicies } from "../guard/load-policy.ts";
import { workspacePolicy } from "../guard/policy-home.ts";
import type { Ports } from "../guard/ports.ts";
import { policyRootOf } from "../guard/session-environment.ts";
import { setEnvironment } from "../guard/set-environment.ts";
import { environmentOfFolder, writePolicyTable } from "../guard/write-policy-table.ts";
import type { WorkspaceCopy } from "../platform/boundary-copy.ts";
import { loadCedar } from "../platform/cedar.ts";
import type { CliContext } from "./context.ts";

/** Of the copy nothing is remembered: its changes are none of the user's. */
const forgetful: AuditLog = { append: () => undefined };

type Copy = Pick<WorkspaceCopy, "root" | "home">;

/** Both policies as they hold in the workspace, approval and session's environment included, hold in the copy, too. */
export async function takePolicy(context: CliContext, root: string, { root: to, home }: Copy): Promise<void> {
  const ports = await portsOf(context);
  const { files } = ports;
  const from = policyRootOf(root, files);
  const { texts, written, approved } = readPolicies(from, files, context.home);
  if (texts.user !== undefined) files.replace(home.policy, texts.user, 0o600);
  if (texts.workspace !== undefined) {
    files.replace(join(to, workspacePolicy), texts.workspace);
    if (approved) approvePolicy(rootIn(to, files), texts.workspace, ports, home);
  }
  if (written) writePolicyTable(rootIn(to, files), await loadCedar(context.programs), files, home);
}

/** Gives what tells the copy's sessions what they are: as told, or as the workspace's own. */
export async function sessionsOf(
  context: CliContext,
  root: string,
  { root: to, home }: Copy,
): Promise<(session: SessionName | undefined) => void> {
  const ports = await portsOf(context);
  const { files } = ports;
  const { environment } = environmentOfFolder(policyRootOf(root, files), files, context.home);
  const own = environment === "unknown" ? undefined : environment;
  const enter = (session: SessionName | undefined): void =>
    setEnvironment(rootIn(to, files), session ?? own, ports, home);
  enter(undefined);
  return enter;
}

const rootIn = (root: string, files: Files): string => slashed(files.realPath(root) ?? root);

async function portsOf(context: CliContext): Promise<Ports> {
  return { ...(await context.ports()), audit: forgetful };
}
