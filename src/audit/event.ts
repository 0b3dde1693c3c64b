/** How sure we are which agent did it: a hook said so; a terminal's marks say so; nothing says so. */
export const attributions = ["confirmed", "likely", "unknown"] as const;
export type Attribution = (typeof attributions)[number];

export const outcomes = ["allowed", "asked", "denied", "done", "failed"] as const;

export type AuditAction =
  | "scan"
  | "protect"
  | "unprotect"
  | "move"
  | "restore"
  | "vault.unlock"
  | "vault.lock"
  | "vault.set"
  | "vault.remove"
  | "reference.read"
  | "reference.run"
  | "lease.mint" // a short-lived credential was made for one command
  | "lease.revoke"
  | "grant"
  | "revoke"
  | "policy.change"
  | "boundary.test"
  | "exposure.scrub" // values taken out of what agents recorded
  | "trail.recover" // a torn last line was set aside
  | "tool.call" // an agent's tool call, told by its hook
  | "terminal.command"; // a command seen through the editor's shell integration

/**
 * One thing that happened, before it is chained. It names credentials by reference or fingerprint and holds commands
 * already redacted; a value never gets this far.
 */
export interface AuditEvent {
  readonly action: AuditAction;
  readonly outcome: (typeof outcomes)[number];
  readonly agent?: string; // registry id
  readonly attribution: Attribution;
  readonly session?: string;
  readonly tool?: string;
  readonly command?: string; // redacted
  /** The shell may have reported only a part of the command line, or a garbled one. */
  readonly uncertain?: boolean;
  readonly paths?: readonly string[];
  readonly credentials?: readonly string[]; // references or fingerprints
  readonly rule?: string; // the verdict's rule
  readonly reason?: string;
  readonly cwd?: string;
  readonly workspace?: string;
  readonly exitCode?: number;
  readonly durationMs?: number;
  /** The vault that was opened, where it is not the embedded one: "OpenBao". */
  readonly service?: string;
}

/** What guards and the editor see of the trail: append, and get told the place it got. */
export interface AuditLog {
  /**
   * Records the event and flushes it before it returns; throws when it cannot be recorded. undefined: others were at
   * work, so the event is on the disk and has no place in the chain yet.
   */
  append(event: AuditEvent): { readonly sequence: number; readonly hash: string } | undefined;
}
