import type { Finding } from "../finding.ts";

/**
 * A token that says when it ended, past that: no longer `likely`, and it says so. Told when findings are shown, not when
 * they are made, because those are kept from one scan to the next. `now` is in milliseconds since 1970.
 */
export function asOf<T extends Pick<Finding, "tier" | "classification">>(
  findings: readonly T[],
  now: number,
): readonly T[] {
  return findings.map((finding) => {
    const { expiry, reasons } = finding.classification;
    if (expiry.kind !== "date" || Date.parse(expiry.at) >= now) return finding;
    const reason = `it expired on ${expiry.at.slice(0, 10)}`;
    const tier = finding.tier === "verified" || finding.tier === "likely" ? "generic" : finding.tier;
    const told = reasons.includes(reason) ? reasons : [...reasons, reason];
    return { ...finding, tier, classification: { ...finding.classification, reasons: told } };
  });
}
