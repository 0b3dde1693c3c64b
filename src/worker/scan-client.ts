import { availableParallelism } from "node:os";
import { asOf } from "../core/detect/expired.ts";
import { LeastkeyError } from "../core/errors.ts";
import type { Finding, Tier } from "../core/finding.ts";
import type { ScanPart, ScanReport } from "../guard/scan.ts";
import { merged, reportOf } from "../guard/scan-report.ts";
import type { Home } from "../platform/home.ts";
import { type Bench, filesQuestion, refuseAborted, type ScanSettings, scanBatch, unexpected } from "./batches.ts";
import type { Blob, ContentRequest, Listed } from "./messages.ts";
import { Overrun, type Question, WorkerPool } from "./pool.ts";
import { type BlobScanOptions, scanBlobs } from "./scan-blobs.ts";

export interface ScannerSetup {
  /** dist/scan-worker.js */
  readonly workerPath: string;
  /** Without `caches` every scan reads every file. */
  readonly home: Pick<Home, "fingerprintKey"> & Partial<Pick<Home, "caches">>;
  /** Worker threads; two when left out. */
  readonly threads?: number;
  /** How long one batch of files may take before its stuck file is left out. */
  readonly batchDeadlineMs?: number;
}

export interface WorkspaceScanOptions extends ScanSettings {
  /** The least sure findings to report; `generic` when left out. */
  readonly tier?: Tier;
  readonly exclude?: readonly string[];
  /** Folders and files of the root to look into; all of it when left out. A file named is taken as it is. */
  readonly within?: readonly string[];
  /** Whether unchanged files are taken from the last scan; they are unless this is false. */
  readonly cached?: boolean;
  readonly onProgress?: (done: number, total: number) => void;
  readonly signal?: AbortSignal;
}

type ContentOptions = Pick<WorkspaceScanOptions, "tier" | "baseline" | "overrides">;

export interface TextOptions extends Pick<ScanSettings, "overrides"> {
  /** Of the project, for its own rules. */
  readonly root?: string | undefined;
  readonly deadlineMs?: number;
}

export interface Scanner {
  /** Rejects with `cancelled` when the signal fires. */
  scan(root: string, options?: WorkspaceScanOptions): Promise<ScanReport>;
  /** Scans versions from git's store as they come; each secret once per file, with the oldest commit that holds it. */
  scanBlobs(
    root: string,
    blobs: AsyncIterable<readonly Blob[]>,
    options?: BlobScanOptions & { readonly tier?: Tier },
  ): Promise<ScanReport>;
  /** Scans content at hand, under the name of a file of the root. */
  scanContent(root: string, item: ContentRequest, options?: ContentOptions): Promise<ScanReport>;
  /** Scans these files of the root only, relative paths; for what changed since the last scan. */
  scanPaths(root: string, paths: readonly string[], settings?: ScanSettings): Promise<ScanPart>;
  /** Rejects with `busy` past the deadline; the stuck worker is replaced. */
  scanText(path: string, text: string, options?: TextOptions): Promise<readonly Finding[]>;
  dispose(): Promise<void>;
}

const batchSize = 192;
const batchLimitMs = 60_000;
const listDeadlineMs = 120_000;
const textDeadlineMs = 5_000;

/** The scanner for programs: work happens in worker threads, values never leave them. */
export function createScanner({ workerPath, home, threads, batchDeadlineMs = batchLimitMs }: ScannerSetup): Scanner {
  const size = threads ?? Math.max(1, Math.min(2, availableParallelism()));
  const pool = new WorkerPool({ workerPath, fingerprintKey: home.fingerprintKey, caches: home.caches, size });
  const bench: Bench = { pool, batchDeadlineMs };
  return {
    scan: (root, options = {}) => scan(bench, root, options),
    scanBlobs: (root, blobs, options = {}) => scanVersions(bench, root, blobs, options),
    scanContent: (root, item, options = {}) => scanContent(bench, root, item, options),
    scanPaths: async (root, paths, settings) => {
      const items = paths.map((path) => ({ path }));
      return aged(merged(await scanBatch(bench, items, filesQuestion(root, settings))));
    },
    scanText: async (path, text, { root, overrides = [], deadlineMs = textDeadlineMs } = {}) => {
      const reply = await pool
        .ask({ kind: "text", root, path, text, overrides }, deadlineMs, true)
        .catch((error: unknown) => {
          if (!(error instanceof Overrun)) throw error;
          throw new LeastkeyError("busy", `${path} took too long to scan`, "it is left out until it changes", error);
        });
      return reply.kind === "found" ? asOf(reply.findings, Date.now()) : unexpected(reply);
    },
    dispose: () => pool.dispose(),
  };
}

interface Facts {
  readonly root: string;
  readonly started: number;
  readonly paths: readonly string[];
  readonly tier: Tier | undefined;
}

const aged = (part: ScanPart): ScanPart => ({ ...part, findings: asOf(part.findings, Date.now()) });

const reported = (parts: readonly ScanPart[], { root, started, paths, tier }: Facts): ScanReport =>
  reportOf(parts.map(aged), { root, durationMs: performance.now() - started, paths, tier: tier ?? "generic" });

async function scan(bench: Bench, root: string, options: WorkspaceScanOptions): Promise<ScanReport> {
  const started = performance.now();
  const { signal, tier } = options;
  refuseAborted(signal);
  const { pending, known, named, total } = await list(bench, root, options);
  let done = total - pending.length;
  const batches = batchesOf(pending.map((path) => ({ path })));
  const parts: ScanPart[] = [known];
  const members: string[] = [];
  // A few at a time: the queue stays short, so that a document's scan is never behind a whole workspace.
  const run = async (): Promise<void> => {
    for (let batch = batches.pop(); batch !== undefined; batch = batches.pop()) {
      refuseAborted(signal);
      const question = filesQuestion(root, options);
      parts.push(...(await scanBatch(bench, batch, question, (text) => members.push(text))));
      done += batch.length;
      options.onProgress?.(done, total);
    }
  };
  await Promise.all([run(), run(), run()]);
  refuseAborted(signal);
  const report = reported(parts, { root, started, paths: named, tier });
  const { overrides = [], cached = true } = options;
  if (members.length > 0 && cached) {
    await bench.pool.ask({ kind: "remember", root, overrides, members, listed: total }, listDeadlineMs);
  }
  return report;
}

async function list(bench: Bench, root: string, options: WorkspaceScanOptions): Promise<Listed> {
  const { within, exclude = [], baseline, overrides = [], cached = true } = options;
  const question: Question = { kind: "list", root, within, exclude, cached, baseline, overrides };
  const reply = await bench.pool.ask(question, listDeadlineMs);
  return reply.kind === "listed" ? reply.listed : unexpected(reply);
}

function batchesOf<T>(items: readonly T[]): (readonly T[])[] {
  const batches: (readonly T[])[] = [];
  for (let at = 0; at < items.length; at += batchSize) batches.push(items.slice(at, at + batchSize));
  return batches.reverse();
}

async function scanVersions(
  bench: Bench,
  root: string,
  blobs: AsyncIterable<readonly Blob[]>,
  options: BlobScanOptions & { readonly tier?: Tier },
): Promise<ScanReport> {
  const started = performance.now();
  const parts = await scanBlobs(bench, root, blobs, options);
  return reported(parts, { root, started, paths: [], tier: options.tier });
}

async function scanContent(
  bench: Bench,
  root: string,
  { path, content }: ContentRequest,
  options: ContentOptions,
): Promise<ScanReport> {
  const started = performance.now();
  const question = (items: readonly ContentRequest[]): Question => ({
    kind: "content",
    root,
    items,
    baseline: options.baseline,
    overrides: options.overrides ?? [],
  });
  const parts = await scanBatch(bench, [{ path, content }], question);
  return reported(parts, { root, started, paths: [], tier: options.tier });
}
