import type { AuditAction, AuditEvent } from "./event.ts";

/** Which OCSF class an action is recorded as. type_uid is class * 100 + activity. */
export interface OcsfClass {
  readonly category: number;
  readonly uid: number;
  readonly activity: number;
  readonly activityName: string;
}

const api = (activity: number, activityName: string): OcsfClass => ({ category: 6, uid: 6003, activity, activityName });
const entity = (activity: number, activityName: string): OcsfClass => ({
  category: 3,
  uid: 3004,
  activity,
  activityName,
});
const logon = (activity: number, activityName: string): OcsfClass => ({
  category: 3,
  uid: 3002,
  activity,
  activityName,
});
const access = (activity: number, activityName: string): OcsfClass => ({
  category: 3,
  uid: 3005,
  activity,
  activityName,
});

/**
 * schema.ocsf.io 1.8.0: 1007 Process Activity, 3002 Authentication, 3004 Entity Management, 3005 User Access
 * Management, 6003 API Activity (checked 2026-11-24). 99 is "Other", named by activity_name.
 */
export const ocsfClasses: Readonly<Record<AuditAction, OcsfClass>> = {
  scan: api(2, "Read"),
  protect: entity(3, "Update"),
  unprotect: entity(4, "Delete"),
  move: api(1, "Create"),
  restore: api(2, "Read"),
  "vault.unlock": logon(1, "Logon"),
  "vault.lock": logon(2, "Logoff"),
  "vault.set": api(1, "Create"),
  "vault.remove": api(4, "Delete"),
  "reference.read": api(2, "Read"),
  "reference.run": api(2, "Read"),
  "lease.mint": api(1, "Create"),
  "lease.revoke": api(4, "Delete"),
  grant: access(1, "Assign Privileges"),
  revoke: access(2, "Revoke Privileges"),
  "policy.change": entity(3, "Update"),
  "boundary.test": api(99, "Boundary Test"),
  "exposure.scrub": api(3, "Update"),
  "trail.recover": api(99, "Trail Recovery"),
  "tool.call": api(99, "Tool Call"),
  "terminal.command": { category: 1, uid: 1007, activity: 1, activityName: "Launch" },
};

/** The operation names of OCSF's api object; a reader finds the action again by them. */
export const operations: Readonly<Record<AuditAction, string>> = {
  scan: "workspace.scan",
  protect: "workspace.protect",
  unprotect: "workspace.unprotect",
  move: "secret.move",
  restore: "secret.restore",
  "vault.unlock": "vault.unlock",
  "vault.lock": "vault.lock",
  "vault.set": "secret.create",
  "vault.remove": "secret.delete",
  "reference.read": "secret.reveal",
  "reference.run": "secret.use.env",
  "lease.mint": "lease.create",
  "lease.revoke": "lease.revoke",
  grant: "grant.assign",
  revoke: "grant.revoke",
  "policy.change": "policy.change",
  "boundary.test": "boundary.test",
  "exposure.scrub": "exposure.scrub",
  "trail.recover": "trail.recover",
  "tool.call": "tool.call",
  "terminal.command": "terminal.command",
};

export interface OcsfOutcome {
  readonly status: 1 | 2; // Success, Failure
  readonly severity: 1 | 2 | 3; // Informational, Low, Medium
  /** security_control profile, for what a policy decided: action_id and disposition_id. */
  readonly control?: { readonly action: 1 | 2 | 3; readonly disposition: 1 | 2 | 15 };
}

/** action_id 1 Allowed, 2 Denied, 3 Observed; disposition_id 1 Allowed, 2 Blocked, 15 Detected (1.8.0). */
export const ocsfOutcomes: Readonly<Record<AuditEvent["outcome"], OcsfOutcome>> = {
  allowed: { status: 1, severity: 1, control: { action: 1, disposition: 1 } },
  asked: { status: 1, severity: 2, control: { action: 3, disposition: 15 } },
  denied: { status: 2, severity: 3, control: { action: 2, disposition: 2 } },
  done: { status: 1, severity: 1 },
  failed: { status: 2, severity: 2 },
};
