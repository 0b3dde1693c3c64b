import { contentHash } from "../audit/content-hash.ts";
import type { Files } from "../core/ports.ts";
import type { Ports } from "./ports.ts";

/** The folder of approvals and of compiled policies; a `Home` is one. */
export interface ApprovalHome {
  readonly policies: string;
}

interface Approvals {
  readonly version: 1;
  /** Root of a workspace, to the content of its policy that a human approved, and that content's hash. */
  readonly approved: Readonly<Record<string, { readonly hash: string; readonly text: string; readonly at: string }>>;
}

const fileOf = ({ policies }: ApprovalHome): string => `${policies}/approved.json`;

/** Whether a human approved exactly this content for exactly this workspace. A record that does not parse is none. */
export function isApproved(root: string, text: string, files: Files, home: ApprovalHome): boolean {
  return readApprovals(files, home).approved[root]?.hash === contentHash(text);
}

/** What was approved before, for the diff; undefined: nothing. */
export function approvedText(root: string, files: Files, home: ApprovalHome): string | undefined {
  return readApprovals(files, home).approved[root]?.text;
}

/** Recorded on the trail first: an approval that cannot be recorded is none. */
export function approvePolicy(root: string, text: string, ports: Ports, home: ApprovalHome): void {
  const hash = contentHash(text);
  ports.audit.append({
    action: "policy.change",
    outcome: "done",
    attribution: "unknown",
    workspace: root,
    paths: [".leastkey/policy.yaml"],
    reason: `a human approved the workspace's policy ${hash.slice(0, 16)}`,
  });
  const { approved } = readApprovals(ports.files, home);
  const at = new Date(ports.clock.now()).toISOString();
  writeApprovals({ version: 1, approved: { ...approved, [root]: { hash, text, at } } }, ports.files, home);
}

/** Takes an approval back; false: there was none. */
export function withdrawApproval(root: string, ports: Ports, home: ApprovalHome): boolean {
  const { approved } = readApprovals(ports.files, home);
  if (approved[root] === undefined) return false;
  const rest = Object.fromEntries(Object.entries(approved).filter(([one]) => one !== root));
  const reason = "the approval of the workspace's policy was taken back";
  ports.audit.append({ action: "policy.change", outcome: "done", attribution: "unknown", workspace: root, reason });
  writeApprovals({ version: 1, approved: rest }, ports.files, home);
  return true;
}

function writeApprovals(approvals: Approvals, files: Files, home: ApprovalHome): void {
  files.replace(fileOf(home), `${JSON.stringify(approvals, undefined, 2)}\n`, 0o600);
}

function readApprovals(files: Files, home: ApprovalHome): Approvals {
  const none: Approvals = { version: 1, approved: {} };
  const text = files.readText(fileOf(home));
  if (text === undefined) return none;
  try {
    const data: unknown = JSON.parse(text);
    return isApprovals(data) ? data : none;
  } catch {
    return none;
  }
}

function isApprovals(data: unknown): data is Approvals {
  if (typeof data !== "object" || data === null || !("approved" in data)) return false;
  const { approved } = data;
  if (typeof approved !== "object" || approved === null) return false;
  return Object.values(approved).every(
    (one: unknown) =>
      typeof one === "object" &&
      one !== null &&
      "hash" in one &&
      typeof one.hash === "string" &&
      "text" in one &&
      typeof one.text === "string",
  );
}
