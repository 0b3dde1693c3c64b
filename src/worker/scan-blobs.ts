import type { Finding } from "../core/finding.ts";
import { included, type ScanPart } from "../guard/scan.ts";
import { type Bench, refuseAborted, type ScanSettings, scanBatch } from "./batches.ts";
import type { Blob } from "./messages.ts";

export interface BlobScanOptions extends ScanSettings {
  readonly exclude?: readonly string[];
  readonly onProgress?: (done: number, bytes: number) => void;
  readonly signal?: AbortSignal;
}

/** A batch is held in memory at once. */
const batchBytes = 8 * 1024 * 1024;
const batchCount = 1024;
const inFlight = 4;

/** Scans versions as they come, a few batches at a time; each secret is kept once per file, in its oldest version. */
export async function scanBlobs(
  bench: Bench,
  root: string,
  blobs: AsyncIterable<readonly Blob[]>,
  options: BlobScanOptions = {},
): Promise<readonly ScanPart[]> {
  const parts: (readonly ScanPart[])[] = [];
  const batches = batchesOf(blobs, options.exclude ?? []);
  let taken = 0;
  let done = 0;
  let bytes = 0;
  const run = async (): Promise<void> => {
    for await (const batch of batches) {
      refuseAborted(options.signal);
      const at = taken;
      taken += 1;
      const scanned = await scanBatch(bench, batch, (items) => ({
        kind: "blobs",
        root,
        blobs: items,
        baseline: options.baseline,
        overrides: options.overrides ?? [],
      }));
      parts[at] = scanned;
      done += batch.length;
      bytes += scanned.reduce((sum, part) => sum + part.bytes, 0);
      options.onProgress?.(done, bytes);
    }
  };
  await Promise.all(Array.from({ length: inFlight }, run));
  refuseAborted(options.signal);
  return oncePerFile(parts.flat());
}

async function* batchesOf(
  portions: AsyncIterable<readonly Blob[]>,
  exclude: readonly string[],
): AsyncGenerator<readonly Blob[]> {
  let batch: Blob[] = [];
  let bytes = 0;
  for await (const portion of portions) {
    const kept = new Set(
      included(
        portion.map(({ path }) => path),
        exclude,
      ),
    );
    for (const blob of portion) {
      if (!kept.has(blob.path)) continue;
      if (batch.length > 0 && (batch.length >= batchCount || bytes + blob.size > batchBytes)) {
        yield batch;
        batch = [];
        bytes = 0;
      }
      batch.push(blob);
      bytes += blob.size;
    }
  }
  if (batch.length > 0) yield batch;
}

function oncePerFile(parts: readonly ScanPart[]): readonly ScanPart[] {
  const seen = new Set<string>();
  const isFirst = ({ rule, place, fingerprint }: Finding): boolean => {
    const key = `${rule}\0${place.path}\0${fingerprint}`;
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  };
  return parts.map((part) => ({ ...part, findings: part.findings.filter(isFirst) }));
}
