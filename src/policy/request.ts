import type { Environment } from "../core/finding.ts";

/** What a credential can be used for. `run`: handed to a program, which can then do all that the credential can. */
export const credentialActions = ["read", "write", "delete", "run"] as const;
export type CredentialAction = (typeof credentialActions)[number];

/** Who asks. */
export interface Caller {
  /** Registry id, "claude-code"; "unknown" where nothing tells. */
  readonly agent: string;
  /** A hook's payload or a peer's process said so; marks in the environment say so; nothing says so. */
  readonly certainty: "confirmed" | "likely" | "unknown";
  /** Environment of the session: rule by branch or folder, or the passport that it was started with. */
  readonly environment: Environment;
  readonly session?: string;
}

/** What stands on a credential's label: told by its classification, changed by the user. Never its value. */
export interface CredentialLabels {
  /** Reference or name, for people and for the trail. */
  readonly name: string;
  /** As passports name it, in small letters: "stripe", "crm". */
  readonly service: string;
  readonly environment: Environment;
  /** What it can do at all; empty: not known, so everything. */
  readonly actions: readonly CredentialAction[];
  /** Where it may be sent: "api.stripe.com", "*.example.com"; empty: not known, so a human is asked. */
  readonly hosts: readonly string[];
}

/** What it is wanted for. */
export type CredentialUse =
  | { readonly kind: "list" } // its name and labels
  | { readonly kind: "command"; readonly argv: readonly string[] }
  | {
      readonly kind: "http";
      readonly method: string;
      readonly host: string; // without port, small letters
      readonly path: string; // with "?query"
      readonly body?: string; // text that says what is done: a GraphQL or SQL statement
      /** Names of headers that lead to another account than the credential's own (reach.ts). */
      readonly account?: readonly string[];
    };

export interface PolicyRequest {
  readonly caller: Caller;
  readonly credential: CredentialLabels;
  readonly use: CredentialUse;
  readonly purpose?: string;
  /** For how long the use is asked for. */
  readonly ttlSeconds: number;
  /** A human has agreed to this very use, or to an earlier one of which `terms` said that it counts. */
  readonly approved: boolean;
}

/** The line that decided. */
export interface PolicyLine {
  /** "the built-in policy", or the file as people know it. */
  readonly file: string;
  readonly line: number;
  /** The line's id: "claude-code@staging/restrictions/no-delete". */
  readonly id: string;
}

/** For how long, and whether one approval counts for the next use. */
export interface GrantTerms {
  readonly ttlSeconds: number;
  readonly approve: Approval;
}
export type Approval = "never" | "first-use" | "each-use";

/** `ask`: a human may allow it. Reason and hint are one clause each, small letters, no full stop, never a value. */
export type PolicyDecision =
  | { readonly kind: "allow"; readonly line: PolicyLine; readonly reason: string; readonly terms: GrantTerms }
  | {
      readonly kind: "ask";
      readonly line: PolicyLine;
      readonly reason: string;
      readonly hint: string;
      readonly terms: GrantTerms;
      /** What dies, where the use destroys something. */
      readonly dies?: string;
    }
  | { readonly kind: "deny"; readonly line: PolicyLine; readonly reason: string; readonly hint: string };
