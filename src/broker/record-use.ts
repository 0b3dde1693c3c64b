import type { AuditLog } from "../audit/event.ts";
import type { Grant } from "./grants.ts";
import { describePattern, describeUse } from "./pattern.ts";
import type { Peer, Wanted } from "./permission.ts";

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

/** How a use that was permitted ended; exit codes are a command's, statuses a request's. */
export interface UseEnd {
  readonly outcome: "done" | "failed";
  readonly durationMs: number;
  readonly exitCode?: number;
  readonly reason?: string;
}

export function recordFinished(audit: AuditLog, { peer, credential, use, cwd }: Wanted, end: UseEnd): void {
  audit.append({
    action: "reference.run",
    agent: peer.agent,
    attribution: peer.certainty,
    session: peer.session,
    tool: "broker",
    command: describeUse(use),
    credentials: [credential],
    ...(cwd === undefined ? {} : { cwd }),
    ...(peer.root === undefined ? {} : { workspace: peer.root }),
    ...end,
  });
}

/** Names only were told; which ones is on the record. */
export function recordListed(audit: AuditLog, peer: Peer, credentials: readonly string[]): void {
  audit.append({
    action: "tool.call",
    outcome: "allowed",
    agent: peer.agent,
    attribution: peer.certainty,
    session: peer.session,
    tool: "leastkey: list_credentials",
    credentials,
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
