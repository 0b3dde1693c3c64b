import { environmentIn } from "../core/detect/path-kind.ts";
import { decidedByContent, secretByName } from "../core/detect/secret-names.ts";
import { bearsSecrets, type Environment, type Finding, type ProtectedPath, type Tier, tiers } from "../core/finding.ts";
import type { TripwireEntry } from "../core/tripwire.ts";

export interface ScanError {
  readonly path: string;
  readonly message: string;
}

/** What scanning one or many files gave: plain data that may cross a thread. Holds no value. */
export interface ScanPart {
  readonly files: number;
  readonly bytes: number;
  readonly findings: readonly Finding[];
  readonly values: readonly TripwireEntry[];
  readonly errors: readonly ScanError[];
  /** Salted hash by fingerprint, of the values that a baseline asked for. */
  readonly digests?: Readonly<Record<string, string>>;
}

/** One value that stands in files of more than one environment. */
export interface Bleed {
  readonly fingerprint: string;
  readonly environments: readonly Environment[];
  readonly paths: readonly string[];
}

export interface ScanReport {
  readonly version: 1;
  readonly root: string;
  readonly files: number;
  readonly bytes: number;
  readonly durationMs: number;
  readonly findings: readonly Finding[];
  readonly protectedPaths: readonly ProtectedPath[];
  /** How the tripwire knows the values again; for the guard's index, never shown. */
  readonly values: readonly TripwireEntry[];
  readonly bleeds: readonly Bleed[];
  readonly errors: readonly ScanError[];
  /** Salted hash by fingerprint, of the values that a baseline asked for; never shown. */
  readonly digests: Readonly<Record<string, string>>;
}

export interface ReportFacts {
  readonly root: string;
  readonly durationMs: number;
  /** Every path that was listed, for those that are secret by name. */
  readonly paths: readonly string[];
  /** The least sure findings to report. Protected paths do not depend on it. */
  readonly tier: Tier;
}

const byPath = (a: { readonly path: string }, b: { readonly path: string }): number =>
  a.path < b.path ? -1 : a.path > b.path ? 1 : 0;

/** "Stripe secret key (production)", or what is known of it. */
export function labelOf({ name, classification }: Pick<Finding, "name" | "classification">): string {
  const { provider, kind, environment } = classification;
  const what = provider === "unknown" ? (name ?? kind) : `${provider} ${kind}`;
  return environment === "unknown" ? what : `${what} (${environment})`;
}

/** Whether agents must be kept from what holds this finding. */
export const isProtecting = (finding: Pick<Finding, "tier" | "classification">): boolean =>
  bearsSecrets(finding.tier) && finding.classification.privilege !== "public";

/** The parts of one scan as one report: sorted, each value once, environments compared. */
export function reportOf(parts: readonly ScanPart[], facts: ReportFacts): ScanReport {
  const all = parts.flatMap((part) => part.findings);
  const floor = tiers.indexOf(facts.tier);
  const findings = all
    .filter((finding) => tiers.indexOf(finding.tier) <= floor)
    .toSorted((a, b) => byPath(a.place, b.place) || a.place.start - b.place.start);
  const values = new Map(parts.flatMap((part) => part.values).map((value) => [value.fingerprint, value] as const));
  return {
    version: 1,
    root: facts.root,
    files: parts.reduce((sum, part) => sum + part.files, 0),
    bytes: parts.reduce((sum, part) => sum + part.bytes, 0),
    durationMs: facts.durationMs,
    findings,
    protectedPaths: protectedPaths(
      all,
      facts.paths,
      parts.flatMap((part) => part.errors),
    ),
    values: [...values.values()],
    bleeds: bleedsOf(all),
    errors: errorsOf(parts),
    digests: digestsOf(parts),
  };
}

/** Each once: what is wrong with the project's rules comes with every part. */
function errorsOf(parts: readonly ScanPart[]): readonly ScanError[] {
  const errors = parts.flatMap((part) => part.errors);
  return [...new Map(errors.map((error) => [`${error.path}\0${error.message}`, error])).values()].toSorted(byPath);
}

const digestsOf = (parts: readonly ScanPart[]): Readonly<Record<string, string>> =>
  Object.fromEntries(parts.flatMap((part) => Object.entries(part.digests ?? {})));

/** Several parts as one. */
export function merged(parts: readonly ScanPart[]): ScanPart {
  return {
    files: parts.reduce((sum, part) => sum + part.files, 0),
    bytes: parts.reduce((sum, part) => sum + part.bytes, 0),
    findings: parts.flatMap((part) => part.findings),
    values: parts.flatMap((part) => part.values),
    errors: parts.flatMap((part) => part.errors),
    digests: digestsOf(parts),
  };
}

function protectedPaths(
  findings: readonly Finding[],
  paths: readonly string[],
  errors: readonly ScanError[],
): readonly ProtectedPath[] {
  const found = new Map<string, ProtectedPath>();
  // Any finding counts here, weak ones too, and so does a file that could not be read.
  const suspect = new Set([...findings.map(({ place }) => place.path), ...errors.map(({ path }) => path)]);
  for (const path of paths) {
    const reason = secretByName(path);
    if (reason !== undefined && (!decidedByContent(path) || suspect.has(path)))
      found.set(path, { path, because: "name", reason });
  }
  for (const finding of findings) {
    const { path } = finding.place;
    if (isProtecting(finding) && found.get(path)?.because !== "finding") {
      found.set(path, { path, because: "finding", reason: labelOf(finding) });
    }
  }
  return [...found.values()].toSorted(byPath);
}

/** Of the value, and of the file where a value of production stands in one of staging or development. */
function environmentsOf({ classification: { environment }, place }: Finding): readonly Environment[] {
  const file = environmentIn(place.path);
  const strays = environment === "production" && (file === "staging" || file === "development");
  return strays ? [environment, file] : [environment];
}

export function bleedsOf(findings: readonly Finding[]): readonly Bleed[] {
  const groups = new Map<string, Finding[]>();
  for (const finding of findings) {
    if (!isProtecting(finding) || finding.classification.environment === "unknown") continue;
    const group = groups.get(finding.fingerprint);
    if (group === undefined) groups.set(finding.fingerprint, [finding]);
    else group.push(finding);
  }
  return [...groups].flatMap(([fingerprint, group]) => {
    const environments = [...new Set(group.flatMap(environmentsOf))].toSorted();
    if (environments.length < 2) return [];
    return [{ fingerprint, environments, paths: [...new Set(group.map((finding) => finding.place.path))].toSorted() }];
  });
}
