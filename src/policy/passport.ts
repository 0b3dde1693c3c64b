import type { Environment } from "../core/finding.ts";
import type { Approval, CredentialAction, PolicyLine } from "./request.ts";

export const restrictions = ["no-delete", "no-bulk", "no-cross-account", "no-run"] as const;
export type Restriction = (typeof restrictions)[number];

/** One service's line under `permissions`. "*" is every service that no other line names. */
export interface Permission {
  readonly service: string;
  readonly actions: readonly Exclude<CredentialAction, "run">[];
  readonly line: number;
}

/** What one agent may do, as a file says it. */
export interface Passport {
  /** The key: "claude-code@staging", "claude-code", "*@staging", "*". */
  readonly id: string;
  readonly agent: string; // "*": any
  /** Of the session in which it holds; undefined: in any. */
  readonly session: Environment | undefined;
  readonly role: string | undefined;
  readonly permissions: readonly Permission[];
  readonly environments: readonly Environment[];
  readonly restrictions: readonly { readonly name: Restriction; readonly line: number }[];
  /** Commands that may hold a credential which the passport lets be read only: "npm test", "node scripts/*". */
  readonly commands: readonly string[];
  readonly ttlSeconds: number;
  readonly approve: Approval;
  readonly lines: { readonly own: number; readonly environments: number; readonly grants: number };
}

/** The user's word on what a credential is; what is left out stays as the classification has it. */
export interface LabelRule {
  /** A reference, or the start of one that ends in "*". */
  readonly match: string;
  readonly service?: string;
  readonly environment?: Environment;
  readonly actions?: readonly CredentialAction[];
  readonly hosts?: readonly string[];
  readonly line: number;
}

/** Which environment a session is in. The first rule that matches counts. */
export interface EnvironmentRule {
  readonly by: "branch" | "folder";
  /** A name with "*": "release/*", "infra/prod". */
  readonly pattern: string;
  readonly environment: Environment;
  readonly line: number;
}

/** A host's environment, where its name does not say it. */
export interface HostRule {
  readonly pattern: string; // "*.example.com"
  readonly environment: Environment;
  readonly line: number;
}

/** One policy file, read. */
export interface PolicyFile {
  /** As people know it: ".leastkey/policy.yaml". */
  readonly name: string;
  readonly passports: readonly Passport[];
  readonly labels: readonly LabelRule[];
  readonly rules: readonly EnvironmentRule[];
  readonly hosts: readonly HostRule[];
}

/** What is wrong in a file, and where. A warning leaves the file in force. */
export interface PolicyFault {
  readonly line: PolicyLine;
  readonly column: number;
  readonly message: string;
  readonly severity: "error" | "warning";
}
