import type { Tier } from "../finding.ts";
import type { Owner } from "./prefilter.ts";
import type { Span, Told } from "./rule.ts";

/** Something found, before overlaps are settled. */
export interface Candidate {
  readonly span: Span;
  /** undefined: a generic secret. */
  readonly owner: Owner | undefined;
  /** Whose a generic secret is, where its key says so. */
  readonly provider?: string;
  readonly tier: Tier;
  readonly kind: string;
  readonly told: Told;
  /** The key's own name says whose it is: surer than a prefix that several providers share. */
  readonly named?: boolean;
  readonly key?: string;
  readonly parents?: readonly string[];
}

const rank: Readonly<Record<Tier, number>> = { verified: 0, likely: 1, generic: 2, weak: 3 };

/** Providers before generic ones, then the surer, then the longer. */
function order(a: Candidate, b: Candidate): number {
  const provider = Number(a.owner === undefined) - Number(b.owner === undefined);
  const named = Number(b.named === true) - Number(a.named === true);
  return provider || rank[a.tier] - rank[b.tier] || named || b.span.end - b.span.start - (a.span.end - a.span.start);
}

/** Of overlapping candidates the best stays; the result is in order of place. */
export function settle(candidates: readonly Candidate[]): readonly Candidate[] {
  const kept: Candidate[] = []; // in order of place, and none overlaps another
  for (const candidate of [...candidates].sort(order)) {
    const at = firstFrom(kept, candidate.span.start);
    const before = kept[at - 1];
    const after = kept[at];
    const isFree =
      (before === undefined || before.span.end <= candidate.span.start) &&
      (after === undefined || candidate.span.end <= after.span.start);
    if (isFree) kept.splice(at, 0, candidate);
  }
  return kept;
}

/** The number of those that start before `start`. */
function firstFrom(ordered: readonly Candidate[], start: number): number {
  let low = 0;
  let high = ordered.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((ordered[middle]?.span.start ?? 0) < start) low = middle + 1;
    else high = middle;
  }
  return low;
}

const lowered: Readonly<Record<Tier, Tier>> = {
  verified: "verified",
  likely: "generic",
  generic: "weak",
  weak: "weak",
};

/** One step down, as for tests and failed checksums. What is proved stays proved. */
export const lower = (tier: Tier): Tier => lowered[tier];
