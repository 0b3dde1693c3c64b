import { count } from "../../core/count.ts";
import type { Finding } from "../../core/finding.ts";
import { isProtecting, labelOf } from "../scan-report.ts";
import type { Evidence } from "./evidence.ts";
import { done, type Outcome, open, some, unknown } from "./outcome.ts";
import { shortLived } from "./short-lived.ts";

/** Each credential once, however many files hold it. */
function credentials({ scan }: Evidence): readonly Finding[] {
  const each = new Map(scan.findings.filter(isProtecting).map((finding) => [finding.fingerprint, finding] as const));
  return [...each.values()];
}

const isTest = ({ classification }: Finding): boolean => classification.environment === "test";

/** The vault keeps references, not what their credentials may do. */
const vaulted = ({ index }: Evidence): string =>
  index.moved.size === 0 ? "" : `; of ${String(index.moved.size)} in the vault nothing is known`;

export function checkReadable({ scan, index }: Evidence): Outcome {
  const paths = scan.protectedPaths.map(({ path }) => path);
  if (paths.length === 0) return done("no file here holds a secret");
  const bare = paths.filter((path) => !index.hidden.has(path));
  if (bare.length > 0)
    return open(`agents can read ${String(bare.length)} of ${count(paths.length, "file")} with secrets: ${some(bare)}`);
  return done(`${count(paths.length, "file")} with secrets, hidden from agents`);
}

export function checkScoped(evidence: Evidence): Outcome {
  const real = credentials(evidence).filter((finding) => !isTest(finding));
  const wide = real.filter(({ classification }) => classification.privilege === "omnibus");
  if (wide.length > 0) {
    const kinds = wide.map((finding) => {
      const { narrower } = finding.classification;
      return narrower === undefined ? labelOf(finding) : `${labelOf(finding)}, use ${narrower}`;
    });
    return open(
      `${String(wide.length)} of ${count(real.length, "credential")} can do everything: ${some(kinds, "; ")}`,
    );
  }
  const dark = real.filter(({ classification }) => classification.privilege === "unknown");
  if (dark.length > 0)
    return unknown(
      `${String(dark.length)} of ${count(real.length, "credential")} do not show what they can do${vaulted(evidence)}`,
    );
  if (evidence.index.moved.size > 0) return unknown(`no wide credential stands in a file${vaulted(evidence)}`);
  return done(
    real.length === 0 ? "no credential stands in a file" : `${count(real.length, "credential")}, each scoped`,
  );
}

export function checkApart(evidence: Evidence): Outcome {
  const { bleeds, findings } = evidence.scan;
  if (bleeds.length > 0) {
    const where = bleeds.map(({ environments, paths }) => `${environments.join(" and ")} (${paths.join(", ")})`);
    return open(`${count(bleeds.length, "value")} in files of more than one environment: ${some(where)}`);
  }
  const all = findings.filter(isProtecting);
  const told = all.filter(({ classification }) => classification.environment !== "unknown");
  if (all.length > 0 && told.length === 0) return unknown("no credential shows which environment it is for");
  return done(
    all.length === 0
      ? "no credential stands in a file"
      : `no value in files of two environments; ${String(told.length)} of ${String(all.length)} places show theirs`,
  );
}

export function checkShortLived(evidence: Evidence): Outcome {
  const able = credentials(evidence).filter(
    (finding) => !isTest(finding) && shortLived.has(finding.classification.provider),
  );
  const insteadOf = (all: readonly Finding[]): string =>
    some(
      all.map(
        (finding) => `${labelOf(finding)}, use ${shortLived.get(finding.classification.provider)?.instead ?? ""}`,
      ),
      "; ",
    );
  const endless = able.filter(({ classification }) => classification.expiry.kind === "never");
  if (endless.length > 0)
    return open(
      `${count(endless.length, "credential")} without an end where the provider has a shorter kind: ${insteadOf(endless)}`,
    );
  const dark = able.filter(({ classification }) => classification.expiry.kind === "unknown");
  if (dark.length > 0)
    return unknown(`${count(dark.length, "credential")} do not show when they end: ${insteadOf(dark)}`);
  if (evidence.index.moved.size > 0) return unknown(`no endless credential stands in a file${vaulted(evidence)}`);
  return done("no endless credential of a provider that has a shorter kind");
}

/** A recorded credential is safe again when it was made new; while it stands in a file, it was not. */
export function checkRotated(evidence: Evidence): Outcome {
  const { search, scan, index } = evidence;
  if (search === undefined) return unknown("nobody has looked yet what was exposed");
  if (search.exposures.length === 0) return done("no recorded credential was found on this machine");
  const standing = new Set(scan.findings.map(({ fingerprint }) => fingerprint));
  const inUse = search.exposures.filter(({ fingerprint }) => standing.has(fingerprint));
  if (inUse.length > 0)
    return open(
      `${count(inUse.length, "recorded credential")} still in use here: ${some(inUse.map(({ label }) => label))}`,
    );
  const inVault = search.exposures.filter(({ fingerprint }) => index.moved.has(fingerprint));
  if (inVault.length > 0)
    return unknown(
      `${count(inVault.length, "recorded credential")} were moved to the vault; whether they were made new since does not show`,
    );
  return done(`none of ${count(search.exposures.length, "recorded credential")} is in use here`);
}
