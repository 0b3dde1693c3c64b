import type { ProtectedPath } from "../core/finding.ts";

/**
 * What the hook reads in one go: which paths are protected and which values are known, for one workspace. It holds no
 * value and no unkeyed hash. One file per workspace in LEASTKEY_HOME/index, named by a hash of the root's real path.
 */
export interface GuardIndex {
  readonly version: 1;
  readonly root: string; // real path
  readonly written: string; // ISO 8601
  readonly protectedPaths: readonly ProtectedPath[];
  readonly values: readonly TripwireEntry[];
}

/** One known value: enough to recognise it in a command, not enough to recover it. */
export interface TripwireEntry {
  readonly fingerprint: string; // keyed HMAC-SHA-256, 16 hex digits
  readonly length: number; // UTF-8 bytes
  /** Keyed rolling hash of the first eight bytes, 24 bits: the prefilter that makes one pass enough. */
  readonly head: number;
  readonly label: string; // a reference, or "Stripe secret key (production)"
}
