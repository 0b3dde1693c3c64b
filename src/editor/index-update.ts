import type { TripwireEntry } from "../core/tripwire.ts";
import type { PlannedSecret } from "../guard/move-plan.ts";
import type { Ports } from "../guard/ports.ts";
import type { ScanReport } from "../guard/scan-report.ts";
import { readIndexAt, writeIndex } from "../guard/write-index.ts";
import type { Home } from "../platform/home.ts";

export interface IndexChange {
  /** Files that the index names now and did not before. */
  readonly added: readonly string[];
}

/**
 * Writes what the hook reads. Values that a scan cannot see any more because they were moved to a vault stay known by
 * their reference: they are as secret as before.
 */
export function updateIndex(root: string, report: ScanReport, ports: Ports, home: Home): IndexChange {
  const real = (ports.files.realPath(root) ?? root).replaceAll("\\", "/");
  const lookup = readIndexAt(real, ports.files, home);
  const before = lookup.kind === "found" ? lookup.index : undefined;
  const values = mergedValues(report.values, before?.values ?? []);
  writeIndex(root, { protectedPaths: report.protectedPaths, values }, ports, home);
  const known = new Set(before?.protectedPaths.map(({ path }) => path));
  const added = report.protectedPaths.map(({ path }) => path).filter((path) => !known.has(path));
  return { added: before === undefined ? [] : added };
}

/** Values that were just moved are known by their reference from now on. */
export function knowMoved(root: string, secrets: readonly PlannedSecret[], ports: Ports, home: Home): void {
  const real = (ports.files.realPath(root) ?? root).replaceAll("\\", "/");
  const lookup = readIndexAt(real, ports.files, home);
  if (lookup.kind !== "found") return; // the workspace is not protected, so no hook reads an index
  const entries = secrets.flatMap(({ value, reference }) => ports.fingerprinter.tripwire(value, reference) ?? []);
  const moved = new Set(entries.map(({ fingerprint }) => fingerprint));
  const { protectedPaths, values } = lookup.index;
  const kept = values.filter(({ fingerprint }) => !moved.has(fingerprint));
  writeIndex(root, { protectedPaths, values: [...kept, ...entries] }, ports, home);
}

/** Entries are labelled by a reference when their value is in a vault, and by what they are when it is in a file. */
export function mergedValues(
  scanned: readonly TripwireEntry[],
  before: readonly TripwireEntry[],
): readonly TripwireEntry[] {
  const moved = before.filter(({ label }) => label.includes("://"));
  return [...new Map([...scanned, ...moved].map((entry) => [entry.fingerprint, entry])).values()];
}
