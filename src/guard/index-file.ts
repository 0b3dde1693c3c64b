import type { ProtectedPath } from "../core/finding.ts";
import type { TripwireEntry } from "../core/tripwire.ts";

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
