import * as v from "valibot";
import { LeastkeyError } from "../core/errors.ts";
import { bearsSecrets, type Finding } from "../core/finding.ts";
import type { ScanReport } from "./scan-report.ts";

/** Where a project keeps what it accepts, relative to its root. */
export const baselinePath = ".leastkey/baseline.json";

const hex = (digits: number): v.RegexAction<string, undefined> => v.regex(new RegExp(`^[0-9a-f]{${digits}}$`));

const schema = v.object({
  version: v.literal(1),
  /** For scrypt; one for the file, so that equal values have equal hashes in it and nowhere else. */
  salt: v.pipe(v.string(), hex(32)),
  accepted: v.array(v.object({ rule: v.string(), path: v.string(), hash: v.pipe(v.string(), hex(32)) })),
});

/** Findings that a project accepts: rule, file and a slow salted hash, so that a value moved elsewhere is told again. */
export type Baseline = v.InferOutput<typeof schema>;

/** What the scan workers hash for a baseline: `places` are `rule path` pairs; all findings when left out. */
export interface BaselineAsk {
  readonly salt: string;
  readonly places?: readonly string[];
}

/** One text per rule and path. */
export const placeKey = (rule: string, path: string): string => `${rule}\0${path}`;

export function parseBaseline(text: string, file: string): Baseline {
  const hint = "restore it from version control, or write it again with --update-baseline";
  try {
    return v.parse(schema, JSON.parse(text));
  } catch (error) {
    throw new LeastkeyError("config.invalid", `the baseline ${file} cannot be read`, hint, error);
  }
}

export const askOf = ({ salt, accepted }: Baseline): BaselineAsk => ({
  salt,
  places: [...new Set(accepted.map(({ rule, path }) => placeKey(rule, path)))],
});

/** The report without accepted findings, and how many these were. Protected paths stay: agents are kept out anyway. */
export function withoutAccepted(
  report: ScanReport,
  { accepted }: Baseline,
): { readonly report: ScanReport; readonly accepted: number } {
  const known = new Set(accepted.map(({ rule, path, hash }) => `${placeKey(rule, path)}\0${hash}`));
  const findings = report.findings.filter(
    ({ rule, place, fingerprint }) =>
      !known.has(`${placeKey(rule, place.path)}\0${report.digests[fingerprint] ?? "none"}`),
  );
  return { report: { ...report, findings }, accepted: report.findings.length - findings.length };
}

/** A baseline of all that was found. Weak ones stay out: a short password could be guessed from its hash. */
export function baselineOf(report: ScanReport, salt: string): Baseline {
  const entries = report.findings.filter(({ tier }) => bearsSecrets(tier)).map((finding) => entryOf(finding, report));
  const sorted = new Map(entries.map((entry) => [Object.values(entry).join("\0"), entry]));
  return { version: 1, salt, accepted: [...sorted.keys()].toSorted().flatMap((key) => sorted.get(key) ?? []) };
}

function entryOf({ rule, place, fingerprint }: Finding, { digests }: ScanReport): Baseline["accepted"][number] {
  const hash = digests[fingerprint];
  if (hash === undefined) throw new Error("a finding came without the hash that was asked for");
  return { path: place.path, rule, hash };
}
