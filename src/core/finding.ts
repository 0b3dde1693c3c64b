import type { Secret } from "./secret.ts";

/** How sure we are. `weak`: a test or weak password, a hint only. Best first. */
export const tiers = ["verified", "likely", "generic", "weak"] as const;
export type Tier = (typeof tiers)[number];

export type Environment = "development" | "test" | "staging" | "production" | "unknown";

/** `omnibus`: can do far more than one task needs. `public`: made to be published. */
export type Privilege = "omnibus" | "scoped" | "public" | "unknown";

export type Expiry =
  | { readonly kind: "date"; readonly at: string } // ISO 8601, read from the token itself
  | { readonly kind: "temporary" } // the kind of token is short-lived; when it ends is not visible
  | { readonly kind: "never" }
  | { readonly kind: "unknown" };

/** What a credential can do, told offline from the token and its place; never guessed. */
export interface Classification {
  readonly provider: string; // "Stripe"; "unknown" for a generic secret
  readonly kind: string; // "secret key"
  readonly environment: Environment;
  readonly privilege: Privilege;
  /** The narrower kind of credential to use instead, when there is one. */
  readonly narrower?: string;
  readonly expiry: Expiry;
  /** One short sentence each: why this environment, why omnibus. Never a value or a part of one. */
  readonly reasons: readonly string[];
}

/** Where it stands. Offsets are UTF-16 code units of the decoded text; lines and columns count from 1. */
export interface Place {
  readonly path: string; // relative to the root, "/" between parts
  readonly start: number;
  readonly end: number; // exclusive
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
}

/** Where in git's history something came in. */
export interface Commit {
  readonly id: string;
  readonly at: string; // ISO 8601, the committer's clock
}

/** One detected secret, without its value. */
export interface Finding {
  readonly rule: string;
  readonly tier: Tier;
  readonly place: Place;
  /** The key, variable or option that the value stands under, where there is one: `STRIPE_SECRET_KEY`. */
  readonly name?: string;
  /** Keyed HMAC of the value, truncated to 16 hex digits. Equal on one machine for equal values. */
  readonly fingerprint: string;
  readonly classification: Classification;
  /** The commit that brought it, where the history was scanned. */
  readonly commit?: Commit;
}

/** A finding as the engine sees it: with the value, before the machine's key makes a fingerprint of it. */
export interface Detection extends Omit<Finding, "fingerprint"> {
  readonly value: Secret;
}

/** A path that agents must not read. */
export interface ProtectedPath {
  readonly path: string; // relative to the workspace root, "/" between parts
  readonly because: "name" | "finding";
  readonly reason: string; // "named like a private key", "Stripe secret key (production)"
}

/** Findings of tier generic or better make a file secret-bearing. */
export function bearsSecrets(tier: Tier): boolean {
  return tier !== "weak";
}
