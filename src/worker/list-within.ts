import { statSync } from "node:fs";
import { join } from "node:path";
import { secretByName } from "../core/detect/secret-names.ts";
import { included, type Listing, type ScanPart } from "../guard/scan.ts";
import { placeKey } from "../guard/scan-baseline.ts";
import { type CacheEntry, cacheMember, type FileMark, isSettled, matches } from "../platform/scan-cache.ts";
import { listWorkspace } from "../platform/workspace-listing.ts";
import type { MarkingReader } from "./file-reader.ts";
import type { Listed, ListRequest } from "./messages.ts";

/** What is to be scanned: the whole root, or these folders and files of it. A file named is taken as it is. */
function listWithin(root: string, within: readonly string[] | undefined): Listing {
  if (within === undefined) return listWorkspace(root);
  const paths = new Set<string>();
  const errors: Listing["errors"][number][] = [];
  for (const part of within) {
    if (statSync(join(root, part), { throwIfNoEntry: false })?.isDirectory() !== true) {
      paths.add(part);
      continue;
    }
    const listing = listWorkspace(join(root, part));
    const under = (path: string): string => (part === "" ? path : `${part}/${path}`);
    for (const path of listing.paths) paths.add(under(path));
    errors.push(...listing.errors.map(({ path, message }) => ({ path: under(path), message })));
  }
  return { paths: [...paths].toSorted(), errors };
}

export interface CachePorts {
  readonly files: MarkingReader;
  readonly cache: ReadonlyMap<string, CacheEntry>;
}

/** Sorts what is to be scanned from what is unchanged since the last time. */
export function listForScan(request: ListRequest, { files, cache }: CachePorts): Listed {
  const { root, within, exclude, baseline } = request;
  const listing = listWithin(root, within);
  const paths = included(listing.paths, exclude);
  const pending: string[] = [];
  const known: CacheEntry[] = [];
  const asked = baseline?.places === undefined ? undefined : new Set(baseline.places);
  const needsHash = ([, , , , findings]: CacheEntry): boolean =>
    baseline !== undefined &&
    findings?.some(({ rule, place }) => asked?.has(placeKey(rule, place.path)) !== false) === true;
  for (const path of paths) {
    const entry = cache.get(path);
    const mark = entry === undefined ? undefined : markOf(`${root}/${path}`, files);
    if (entry === undefined || mark === undefined || !matches(entry, mark) || needsHash(entry)) pending.push(path);
    else known.push(entry);
  }
  return {
    total: paths.length,
    named: paths.filter((path) => secretByName(path) !== undefined),
    pending,
    known: {
      files: known.length,
      bytes: known.reduce((sum, [size]) => sum + size, 0),
      findings: known.flatMap(([, , , , findings]) => findings ?? []),
      values: known.flatMap(([, , , , , values]) => values ?? []),
      errors: listing.errors,
    },
  };
}

function markOf(path: string, files: MarkingReader): FileMark | undefined {
  try {
    files.stat(path);
    return files.mark();
  } catch {
    return undefined; // the scan itself says what is wrong with it
  }
}

/** The entry of a file that was just scanned; undefined for what is not kept. */
export function memberOf(path: string, part: ScanPart, mark: FileMark | undefined): string | undefined {
  const isWhole = part.files === 1 && part.errors.length === 0;
  if (mark === undefined || !isWhole || !isSettled(mark, Date.now())) return undefined;
  const { size, mtimeMs, ctimeMs, ino } = mark;
  const found = part.findings.length > 0;
  return cacheMember(
    path,
    found ? [size, mtimeMs, ctimeMs, ino, part.findings, part.values] : [size, mtimeMs, ctimeMs, ino],
  );
}
