import { slashed } from "../../core/paths.ts";
import type { Files } from "../../core/ports.ts";
import { recogniseReference } from "../../core/reference.ts";
import { lastProof } from "../boundary/proof.ts";
import { readPolicies } from "../load-policy.ts";
import { type PolicyHome, userPolicy } from "../policy-home.ts";
import { readPolicyTable } from "../policy-table.ts";
import type { Ports } from "../ports.ts";
import { agentCoverage, checkProtection, type ProtectOptions } from "../protect.ts";
import type { ScanReport } from "../scan-report.ts";
import { policyRootOf } from "../session-environment.ts";
import { readIndexAt } from "../write-index.ts";
import { faultText } from "../write-policy-table.ts";
import type { Evidence, PolicyEvidence, ProofEvidence, TrailEvidence } from "./evidence.ts";
import { lastSearch } from "./last-search.ts";

export interface EvidenceSources {
  /** A `Home` is one. */
  readonly home: ProtectOptions["home"] & PolicyHome & { readonly root: string };
  readonly scan: ScanReport;
  readonly trail: TrailEvidence;
  /** When an agent's hook last answered, ISO 8601. */
  readonly seen: (agent: string) => string | undefined;
}

function policyEvidence(root: string, files: Files, home: PolicyHome): PolicyEvidence {
  const { written, user, workspace, faults } = readPolicies(root, files, home);
  const fault = faults.find(({ severity }) => severity === "error");
  const own = user.name === userPolicy ? user.passports : [];
  return {
    written,
    passports: [...new Set([...own, ...(workspace?.passports ?? [])].map(({ id }) => id))],
    ...(fault === undefined ? {} : { fault: faultText(fault) }),
    stale: readPolicyTable(root, files, home).kind === "stale",
  };
}

/** What the workspace, its index and the user's Leastkey folder say. Changes nothing. */
export function gatherEvidence(
  root: string,
  ports: Pick<Ports, "files" | "clock">,
  sources: EvidenceSources,
): Evidence {
  const { home, scan, trail, seen } = sources;
  const { files, clock } = ports;
  const real = slashed(files.realPath(root) ?? root);
  const lookup = readIndexAt(real, files, home);
  const index = lookup.kind === "found" ? lookup.index : undefined;
  const agents = agentCoverage(root, ports, { home, seen });
  const proofs = agents.flatMap(({ id }): readonly (readonly [string, ProofEvidence])[] => {
    const proof = lastProof(home, root, id, files);
    return proof === undefined ? [] : [[id, proof]];
  });
  const search = lastSearch(home, files);
  const moved = (index?.values.entries() ?? []).filter(({ label }) => recogniseReference(label) !== undefined);
  return {
    root: real,
    now: clock.now(),
    scan,
    index: {
      kind: lookup.kind,
      hidden: new Set(index?.protectedPaths.map(({ path }) => path)),
      moved: new Set(moved.map(({ fingerprint }) => fingerprint)),
    },
    drift: index === undefined ? [] : checkProtection(root, ports, { home }),
    agents,
    proofs: new Map(proofs),
    trail,
    policy: policyEvidence(policyRootOf(real, files), files, home),
    ...(search === undefined ? {} : { search }),
  };
}
