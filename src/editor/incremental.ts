import { reportOf, type ScanPart, type ScanReport } from "../guard/scan-report.ts";

/** The report as it would be if the whole folder had been scanned after these files changed, came or went. */
export function withChanged(report: ScanReport, changed: readonly string[], part: ScanPart): ScanReport {
  const touched = new Set(changed);
  const gone = new Set(part.errors.map(({ path }) => path));
  const present = changed.filter((path) => !gone.has(path));
  const kept: ScanPart = {
    files: report.files,
    bytes: report.bytes,
    findings: report.findings.filter(({ place }) => !touched.has(place.path)),
    // Which file a value was in is not known here, so it stays known until the next whole scan.
    values: report.values,
    errors: report.errors.filter(({ path }) => !touched.has(path)),
  };
  const fresh: ScanPart = { ...part, files: 0, bytes: 0, errors: [] };
  const facts = { root: report.root, durationMs: report.durationMs, paths: present, tier: "weak" } as const;
  const next = reportOf([kept, fresh], facts);
  // Thousands of files are judged by their names once; of those that did not change, what was said holds.
  const known = new Set(next.protectedPaths.map(({ path }) => path));
  const others = report.protectedPaths.filter(({ path }) => !touched.has(path) && !known.has(path));
  const protectedPaths = [...next.protectedPaths, ...others].toSorted((a, b) => (a.path < b.path ? -1 : 1));
  return { ...next, protectedPaths };
}
