import type { Finding } from "../finding.ts";

/** What a report of findings says beyond them. */
export interface ReportFacts {
  readonly version: string; // of Leastkey
  readonly findings: readonly Finding[];
  readonly errors: readonly { readonly path: string; readonly message: string }[];
  /** A stable hash of any text, 32 hex digits or more. */
  readonly hash: (text: string) => string;
}

/** "Stripe secret key": what it is, without the place. */
export const titleOf = ({ classification: { provider, kind } }: Finding): string =>
  provider === "unknown" ? kind : `${provider} ${kind}`;

/** One sentence on what it can do; never a value. */
export function abilitiesOf({ classification }: Finding): string {
  const { environment, privilege, narrower, expiry, reasons } = classification;
  const known = [
    environment === "unknown" ? "" : environment,
    privilege === "unknown" ? "" : privilege,
    narrower === undefined || privilege !== "omnibus" ? "" : `use ${narrower} instead`,
    expiry.kind === "date" ? `expires ${expiry.at.slice(0, 10)}` : "",
    expiry.kind === "never" ? "never expires" : "",
    ...reasons,
  ];
  return known.filter((text) => text !== "").join("; ");
}

/**
 * The same finding on any machine: its rule, file, key and number among its like. A line that moves keeps it, and
 * nothing of the value is in it.
 */
export function placeHashes({ findings, hash }: Pick<ReportFacts, "findings" | "hash">): readonly string[] {
  const counts = new Map<string, number>();
  return findings.map(({ rule, place, name, commit }) => {
    const key = [rule, place.path, name ?? "", commit?.id ?? ""].join("\0");
    const count = counts.get(key) ?? 0;
    counts.set(key, count + 1);
    return hash(`${key}\0${String(count)}`);
  });
}
