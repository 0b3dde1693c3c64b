import type { AgentCoverage, Drift } from "../protect.ts";
import type { ScanReport } from "../scan-report.ts";

/** What the trail's verification and its anchors told. */
export interface TrailEvidence {
  readonly records: number;
  readonly bad?: { readonly sequence: number; readonly message: string };
  /** The last time its head was kept outside. */
  readonly anchored?: { readonly time: number; readonly sequence: number };
}

/** Credentials that a search of agents' records has ever found on this machine, by fingerprint. */
export interface SearchEvidence {
  readonly at: string; // ISO 8601, of the last search
  readonly exposures: readonly { readonly fingerprint: string; readonly label: string }[];
}

export interface ProofEvidence {
  readonly at: string; // ISO 8601
  readonly passed: boolean;
  /** The rules are not those that were tested. */
  readonly stale: boolean;
}

/** The policy as it holds here. */
export interface PolicyEvidence {
  readonly written: boolean;
  /** Ids of passports. */
  readonly passports: readonly string[];
  /** "policy.yaml:3: ..." */
  readonly fault?: string;
  /** The hook's table is not of the files as they are. */
  readonly stale: boolean;
}

/** All that the runbook's lines are told from. No value is in it. */
export interface Evidence {
  readonly root: string;
  readonly now: number;
  readonly scan: Pick<ScanReport, "findings" | "protectedPaths" | "bleeds">;
  readonly index: {
    readonly kind: "found" | "missing" | "torn" | "newer";
    /** Paths below the root that rules and hook keep agents from. */
    readonly hidden: ReadonlySet<string>;
    /** Fingerprints of values that were moved to a vault. */
    readonly moved: ReadonlySet<string>;
  };
  readonly drift: readonly Drift[];
  readonly agents: readonly AgentCoverage[];
  /** The last boundary tests, by agent. */
  readonly proofs: ReadonlyMap<string, ProofEvidence>;
  readonly trail: TrailEvidence;
  readonly policy: PolicyEvidence;
  readonly search?: SearchEvidence;
}
