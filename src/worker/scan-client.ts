import { availableParallelism } from "node:os";
import { LeastkeyError } from "../core/errors.ts";
import type { Finding, Tier } from "../core/finding.ts";
import { included, type ScanPart, type ScanReport } from "../guard/scan.ts";
import { reportOf } from "../guard/scan-report.ts";
import type { Home } from "../platform/home.ts";
import type { Reply } from "./messages.ts";
import { Overrun, WorkerPool } from "./pool.ts";

export interface ScannerSetup {
  /** dist/scan-worker.js */
  readonly workerPath: string;
  readonly home: Pick<Home, "fingerprintKey">;
  /** Worker threads; two when left out. */
  readonly threads?: number;
  /** How long one batch of files may take before its stuck file is left out. */
  readonly batchDeadlineMs?: number;
}

export interface WorkspaceScanOptions {
  /** The least sure findings to report; `generic` when left out. */
  readonly tier?: Tier;
  readonly exclude?: readonly string[];
  readonly onProgress?: (done: number, total: number) => void;
  readonly signal?: AbortSignal;
}

export interface Scanner {
  /** Rejects with `cancelled` when the signal fires. */
  scan(root: string, options?: WorkspaceScanOptions): Promise<ScanReport>;
  /** Scans these files of the root only, relative paths; for what changed since the last scan. */
  scanPaths(root: string, paths: readonly string[]): Promise<ScanPart>;
  /** Rejects with `busy` past the deadline; the stuck worker is replaced. */
  scanText(path: string, text: string, deadlineMs?: number): Promise<readonly Finding[]>;
  dispose(): Promise<void>;
}

const batchSize = 192;
const batchLimitMs = 60_000;
const listDeadlineMs = 120_000;
const textDeadlineMs = 5_000;

/** The scanner for programs: work happens in worker threads, values never leave them. */
export function createScanner({ workerPath, home, threads, batchDeadlineMs = batchLimitMs }: ScannerSetup): Scanner {
  const size = threads ?? Math.max(1, Math.min(2, availableParallelism()));
  const pool = new WorkerPool({ workerPath, fingerprintKey: home.fingerprintKey, size });
  return {
    scan: (root, options = {}) => scan({ pool, batchDeadlineMs }, root, options),
    scanPaths: async (root, paths) => merge(await scanBatch({ pool, batchDeadlineMs }, root, paths)),
    scanText: async (path, text, deadlineMs = textDeadlineMs) => {
      const reply = await pool.ask({ kind: "text", path, text }, deadlineMs, true).catch((error: unknown) => {
        if (!(error instanceof Overrun)) throw error;
        throw new LeastkeyError("busy", `${path} took too long to scan`, "it is left out until it changes", error);
      });
      return reply.kind === "found" ? reply.findings : unexpected(reply);
    },
    dispose: () => pool.dispose(),
  };
}

function unexpected(reply: Reply): never {
  throw new Error(`the scan worker answered ${reply.kind}`);
}

const cancelled = (): LeastkeyError => new LeastkeyError("cancelled", "the scan was cancelled", "start it again");

interface Bench {
  readonly pool: WorkerPool;
  readonly batchDeadlineMs: number;
}

async function scan(bench: Bench, root: string, options: WorkspaceScanOptions): Promise<ScanReport> {
  const started = performance.now();
  const { signal } = options;
  const refuse = (): void => {
    if (signal?.aborted === true) throw cancelled();
  };
  refuse();
  const listed = await bench.pool.ask({ kind: "list", root }, listDeadlineMs);
  const listing = listed.kind === "listed" ? listed.listing : unexpected(listed);
  const paths = included(listing.paths, options.exclude ?? []);
  let done = 0;
  const batches = batchesOf(paths);
  const parts: ScanPart[] = [{ files: 0, bytes: 0, findings: [], values: [], errors: listing.errors }];
  // A few at a time: the queue stays short, so that a document's scan is never behind a whole workspace.
  const run = async (): Promise<void> => {
    for (let batch = batches.pop(); batch !== undefined; batch = batches.pop()) {
      refuse();
      parts.push(...(await scanBatch(bench, root, batch)));
      done += batch.length;
      options.onProgress?.(done, paths.length);
    }
  };
  await Promise.all([run(), run(), run()]);
  refuse();
  return reportOf(parts, { root, durationMs: performance.now() - started, paths, tier: options.tier ?? "generic" });
}

function batchesOf(paths: readonly string[]): (readonly string[])[] {
  const batches: (readonly string[])[] = [];
  for (let at = 0; at < paths.length; at += batchSize) batches.push(paths.slice(at, at + batchSize));
  return batches.reverse();
}

/** A file that makes the worker overrun is left out and reported; the rest of its batch is scanned again. */
async function scanBatch(
  { pool, batchDeadlineMs }: Bench,
  root: string,
  paths: readonly string[],
): Promise<readonly ScanPart[]> {
  const parts: ScanPart[] = [];
  let rest = paths;
  while (rest.length > 0) {
    try {
      const reply = await pool.ask({ kind: "files", root, paths: rest }, batchDeadlineMs);
      return [...parts, reply.kind === "scanned" ? reply.part : unexpected(reply)];
    } catch (error) {
      if (!(error instanceof Overrun)) throw error;
      const stuck = rest[Math.min(error.done, rest.length - 1)] ?? "";
      parts.push({
        files: 0,
        bytes: 0,
        findings: [],
        values: [],
        errors: [{ path: stuck, message: "took too long: left out" }],
      });
      rest = rest.filter((path) => path !== stuck);
    }
  }
  return parts;
}

function merge(parts: readonly ScanPart[]): ScanPart {
  return {
    files: parts.reduce((sum, part) => sum + part.files, 0),
    bytes: parts.reduce((sum, part) => sum + part.bytes, 0),
    findings: parts.flatMap((part) => part.findings),
    values: parts.flatMap((part) => part.values),
    errors: parts.flatMap((part) => part.errors),
  };
}
