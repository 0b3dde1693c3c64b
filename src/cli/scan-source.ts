import { dirname, join, relative, resolve, sep } from "node:path";
import { LeastkeyError } from "../core/errors.ts";
import type { Tier } from "../core/finding.ts";
import type { ScanReport } from "../guard/scan.ts";
import type { BaselineAsk } from "../guard/scan-baseline.ts";
import type { Blob } from "../worker/messages.ts";
import type { Scanner } from "../worker/scan-client.ts";
import type { CliContext } from "./context.ts";

/** What to look into: folders and files, what is staged, the whole history, or standard input. */
export type ScanSource =
  | { readonly kind: "paths"; readonly root: string; readonly within: readonly string[] | undefined }
  | { readonly kind: "staged"; readonly root: string }
  | { readonly kind: "history"; readonly root: string }
  | { readonly kind: "stdin"; readonly root: string; readonly name: string };

export interface SourceOptions {
  readonly staged?: boolean;
  readonly history?: boolean;
  readonly stdinName?: string;
}

export async function sourceOf(
  context: CliContext,
  paths: readonly string[],
  options: SourceOptions,
): Promise<ScanSource> {
  const { files } = await context.ports();
  const asked = paths.length === 0 ? ["."] : paths;
  refuseMixed(paths, options);
  if (paths.includes("-")) {
    return { kind: "stdin", root: files.realPath(resolve(".")) ?? resolve("."), name: options.stdinName ?? "stdin" };
  }
  const absolute = asked.map((path) => resolve(path));
  const missing = absolute.find((path) => files.stat(path) === undefined);
  if (missing !== undefined) {
    throw new LeastkeyError("not-found", `${missing} is not there`, "name folders and files that exist");
  }
  const [only] = absolute;
  const isFolder = only !== undefined && absolute.length === 1 && files.stat(only)?.kind === "directory";
  const root = isFolder ? only : commonFolder(absolute);
  const real = files.realPath(root) ?? root;
  if (options.staged === true) return { kind: "staged", root: real };
  if (options.history === true) return { kind: "history", root: await repositoryOf(real) };
  const within = isFolder ? undefined : absolute.map((path) => relative(root, path).split(sep).join("/"));
  return { kind: "paths", root: real, within };
}

function refuseMixed(paths: readonly string[], { staged, history, stdinName }: SourceOptions): void {
  const one = "scan one of them at a time";
  if (staged === true && history === true) {
    throw new LeastkeyError("usage", "--staged and --history are two different scans", one);
  }
  const special = staged === true ? "--staged" : history === true ? "--history" : undefined;
  if (special !== undefined && (paths.length > 1 || paths.includes("-"))) {
    throw new LeastkeyError("usage", `${special} takes one folder, that of the repository`, one);
  }
  if (paths.includes("-") && paths.length > 1) {
    throw new LeastkeyError("usage", "standard input cannot be mixed with paths", one);
  }
  if (stdinName !== undefined && !paths.includes("-")) {
    throw new LeastkeyError("usage", "--stdin-name names what '-' reads", "add '-' to read standard input");
  }
}

/** The folder it was started in when all are inside, so that paths read as they were typed. */
function commonFolder(paths: readonly string[]): string {
  const isInside = (folder: string, path: string): boolean => {
    const way = relative(folder, path);
    return way !== ".." && !way.startsWith(`..${sep}`) && resolve(folder, way) === path;
  };
  const started = resolve(".");
  if (paths.every((path) => isInside(started, path))) return started;
  let folder = dirname(paths[0] ?? started);
  while (folder !== dirname(folder) && !paths.every((path) => isInside(folder, path))) folder = dirname(folder);
  return folder;
}

const noRepository = (root: string): LeastkeyError =>
  new LeastkeyError("not-found", `${root} is not in a git work tree`, "name a folder of a repository");

async function repositoryOf(root: string): Promise<string> {
  const { repositoryRoot } = await import("../platform/git-blobs.ts");
  const top = repositoryRoot(root);
  if (top === undefined) throw noRepository(root);
  return top;
}

export interface SourceScan {
  readonly tier: Tier;
  readonly exclude: readonly string[];
  readonly baseline?: BaselineAsk;
  readonly cached?: boolean;
}

/** Scans in worker threads, with progress on a terminal; Ctrl-C ends it. */
export async function scanSource(context: CliContext, source: ScanSource, options: SourceScan): Promise<ScanReport> {
  const { createScanner } = await import("../worker/scan-client.ts");
  const scanner = createScanner({ workerPath: join(context.programs, "scan-worker.js"), home: context.home });
  try {
    return await scanWith(scanner, context, source, options);
  } finally {
    context.output.progress(undefined);
    await scanner.dispose();
  }
}

async function scanWith(
  scanner: Scanner,
  context: CliContext,
  source: ScanSource,
  options: SourceScan,
): Promise<ScanReport> {
  const signal = context.interrupted;
  const { root } = source;
  switch (source.kind) {
    case "paths": {
      const onProgress = (done: number, total: number): void =>
        context.output.progress(`scanning ${String(done)} of ${String(total)} files`);
      const { within } = source;
      return scanner.scan(root, { ...options, ...(within === undefined ? {} : { within }), signal, onProgress });
    }
    case "staged": {
      const { stagedBlobs } = await import("../platform/git-blobs.ts");
      const blobs = stagedBlobs(root);
      if (blobs === undefined) throw noRepository(root);
      return scanner.scanBlobs(root, onePortion(blobs), { ...options, signal });
    }
    case "history": {
      const { historyBlobs } = await import("../platform/git-blobs.ts");
      const onProgress = (done: number, bytes: number): void =>
        context.output.progress(
          `scanning the history: ${String(done)} versions, ${String(Math.round(bytes / 1e6))} MB`,
        );
      return scanner.scanBlobs(root, historyBlobs(root, signal), { ...options, signal, onProgress });
    }
    case "stdin": {
      const content = await standardInput();
      return scanner.scanContent(root, { path: source.name.replaceAll("\\", "/"), content }, options);
    }
  }
}

async function* onePortion(blobs: readonly Blob[]): AsyncGenerator<readonly Blob[]> {
  yield await Promise.resolve(blobs);
}

async function standardInput(): Promise<Uint8Array> {
  const parts: Buffer[] = [];
  for await (const part of process.stdin) parts.push(Buffer.isBuffer(part) ? part : Buffer.from(String(part)));
  return Buffer.concat(parts);
}
