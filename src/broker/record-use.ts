import type { AuditLog } from "../audit/event.ts";
import type { Grant } from "./grants.ts";
import { describePattern, describeUse } from "./pattern.ts";
import type { Wanted } from "./permission.ts";

interface Recording {
  readonly action: "grant" | "reference.run";
  readonly outcome: "allowed" | "denied";
  readonly reason?: string;
}

export function recordUse(audit: AuditLog, wanted: Wanted, { action, outcome, reason }: Recording): void {
  const { peer, credential, use, cwd } = wanted;
  audit.append({
    action,
    outcome,
    agent: peer.agent,
    attribution: peer.certainty,
    session: peer.session,
    tool: "broker",
    command: describeUse(use),
    credentials: [credential],
    ...(reason === undefined ? {} : { reason }),
    ...(cwd === undefined ? {} : { cwd }),
    ...(peer.root === undefined ? {} : { workspace: peer.root }),
  });
}

/** A grant that ended before its time. */
export function recordEnd(audit: AuditLog, { agent, session, credential, pattern }: Grant, why: string): void {
  audit.append({
    action: "revoke",
    outcome: "done",
    agent,
    attribution: "confirmed",
    session,
    tool: "broker",
    command: describePattern(pattern),
    credentials: [credential],
    reason: why,
  });
}
