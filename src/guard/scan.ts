import { minimatch } from "minimatch";
import { encodingOf } from "../core/detect/decode.ts";
import { detect } from "../core/detect/engine.ts";
import { asOf } from "../core/detect/expired.ts";
import type { Provider } from "../core/detect/rule.ts";
import { LeastkeyError, messageOf } from "../core/errors.ts";
import type { Detection, Finding, Tier } from "../core/finding.ts";
import type { Clock, FileStat, Fingerprinter } from "../core/ports.ts";
import type { TripwireEntry } from "../core/tripwire.ts";
import { chunksOf } from "./scan-chunks.ts";
import {
  isProtecting,
  labelOf,
  merged,
  reportOf,
  type ScanError,
  type ScanPart,
  type ScanReport,
} from "./scan-report.ts";
import { overridden, type ScanOverride } from "./scan-rules.ts";

export type { ScanError, ScanPart, ScanReport } from "./scan-report.ts";

/** What a scan reads with. The `Files` port is one; the worker's own reader reuses one buffer and gives chunks. */
export interface ScanFiles {
  /** Follows links and says so; undefined when nothing is there. */
  stat(path: string): (FileStat & { readonly link?: boolean }) | undefined;
  /** The content is only looked at until the next call. */
  read(path: string): Uint8Array | undefined;
  realPath(path: string): string | undefined;
  /** A stretch of a large file; fewer bytes at its end. */
  readChunk?(path: string, at: number, length: number): Uint8Array | undefined;
}

export interface Listing {
  /** Relative to the root, "/" between parts. */
  readonly paths: readonly string[];
  readonly errors: readonly ScanError[];
}

export interface ScanPorts {
  readonly files: ScanFiles;
  readonly fingerprinter: Fingerprinter;
  /** Salted hashes for a baseline; undefined for what it does not ask for. */
  readonly digest?: (detection: Detection) => string | undefined;
  /** A project's own rules, and what findings count as in which paths. */
  readonly rules?: { readonly providers: readonly Provider[]; readonly overrides: readonly ScanOverride[] };
  readonly clock: Clock;
  readonly list: (root: string) => Listing;
}

export interface ScanOptions {
  /** The least sure findings to report; `generic` when left out. */
  readonly tier?: Tier;
  /** Globs of relative paths to leave out. */
  readonly exclude?: readonly string[];
  readonly onProgress?: (done: number, total: number) => void;
  readonly onFile?: (path: string, part: ScanPart) => void;
  readonly cancelled?: () => boolean;
}

/** Larger files are read in chunks of this size. */
export const chunkSize = 8 * 1024 * 1024;

type Marks = Pick<ScanPorts, "fingerprinter" | "digest" | "rules">;

/** Findings, tripwire entries and baseline hashes of detections: past this the value is gone. */
export function withoutValues(
  detections: readonly Detection[],
  { fingerprinter, digest }: Marks,
): Pick<ScanPart, "findings" | "values" | "digests"> {
  const values: TripwireEntry[] = [];
  const digests: Record<string, string> = {};
  const findings = detections.map((detection) => {
    const { value, ...rest } = detection;
    const finding: Finding = { ...rest, fingerprint: fingerprinter.fingerprint(value) };
    const entry = isProtecting(finding) ? fingerprinter.tripwire(value, labelOf(finding)) : undefined;
    if (entry !== undefined) values.push(entry);
    const salted = digests[finding.fingerprint] ?? digest?.(detection);
    if (salted !== undefined) digests[finding.fingerprint] = salted;
    return finding;
  });
  return { findings, values, ...(digest === undefined ? {} : { digests }) };
}

const nothing: ScanPart = { files: 0, bytes: 0, findings: [], values: [], errors: [] };
export const failure = (path: string, message: string): ScanPart => ({ ...nothing, errors: [{ path, message }] });

/** Scans one file. Whatever is wrong with it becomes an entry of `errors`; nothing is thrown. */
export function scanFile(root: string, path: string, ports: Marks & Pick<ScanPorts, "files">): ScanPart {
  const absolute = `${root}/${path}`;
  try {
    const stat = ports.files.stat(absolute);
    if (stat === undefined) return failure(path, "no longer there, or a broken link");
    if (stat.kind === "directory") return nothing;
    if (stat.kind === "other") return failure(path, "a device, pipe or socket: not opened");
    if (stat.link === true && leadsInside(root, absolute, ports.files)) return nothing;
    if (stat.size > sniffed && isBinary(absolute, ports.files)) return { ...nothing, files: 1, bytes: stat.size };
    const detections = stat.size > chunkSize ? chunked(absolute, path, stat.size, ports) : whole(absolute, path, ports);
    if (detections === undefined) return failure(path, "vanished while it was read");
    return { files: 1, bytes: stat.size, ...withoutValues(counted(path, detections, ports), ports), errors: [] };
  } catch (error) {
    const message = error instanceof LeastkeyError ? `${error.message} (${error.hint})` : reasonOf(error);
    return failure(path, message);
  }
}

/** node's messages name the absolute path and call; the code says enough. */
function reasonOf(error: unknown): string {
  const code = typeof error === "object" && error !== null && "code" in error ? error.code : undefined;
  return typeof code === "string" ? `could not be read (${code})` : messageOf(error);
}

/** A link to a file of this workspace is scanned there. */
function leadsInside(root: string, absolute: string, files: ScanFiles): boolean {
  const target = files.realPath(absolute);
  return target === undefined || target.startsWith(`${files.realPath(root) ?? root}/`);
}

/** Files above this size are looked at before they are read whole: pictures and programs are the largest there are. */
const sniffed = 128 * 1024;

function isBinary(absolute: string, files: ScanFiles): boolean {
  const head = files.readChunk?.(absolute, 0, 8192);
  return head !== undefined && encodingOf(head) === "binary";
}

type Reading = Pick<ScanPorts, "files" | "rules">;

const counted = (path: string, detections: readonly Detection[], { rules }: Pick<ScanPorts, "rules">) =>
  rules === undefined ? detections : overridden(path, detections, rules.overrides);

function whole(absolute: string, path: string, { files, rules }: Reading): readonly Detection[] | undefined {
  const content = files.read(absolute);
  return content === undefined ? undefined : detect({ path, content }, rules?.providers);
}

function chunked(absolute: string, path: string, size: number, ports: Reading): readonly Detection[] | undefined {
  const { files, rules } = ports;
  const first = files.readChunk?.(absolute, 0, chunkSize);
  if (files.readChunk === undefined || first === undefined) {
    throw new LeastkeyError(
      "file.unreadable",
      "larger than 8 MB",
      "scan it with 'leastkey scan', which reads in chunks",
    );
  }
  const encoding = encodingOf(first);
  if (encoding === "binary") return [];
  if (encoding !== "utf-8")
    throw new LeastkeyError("file.unreadable", "UTF-16 and larger than 8 MB", "save it as UTF-8");
  const read = files.readChunk.bind(files);
  const facts = { path, size, chunkSize, more: rules?.providers };
  return [...chunksOf((at, length) => read(absolute, at, length), facts)];
}

/** Scans these files, in order. */
export function scanFiles(
  root: string,
  paths: readonly string[],
  ports: Marks & Pick<ScanPorts, "files">,
  options: Pick<ScanOptions, "onProgress" | "onFile" | "cancelled"> = {},
): ScanPart {
  const parts: ScanPart[] = [];
  for (const [done, path] of paths.entries()) {
    if (options.cancelled?.() === true)
      throw new LeastkeyError("cancelled", "the scan was cancelled", "start it again");
    options.onProgress?.(done, paths.length);
    const part = scanFile(root, path, ports);
    options.onFile?.(path, part);
    parts.push(part);
  }
  options.onProgress?.(paths.length, paths.length);
  return merged(parts);
}

/** Scans content at hand: standard input, or a version from git's store. */
export function scanContent(path: string, content: Uint8Array, ports: Marks): ScanPart {
  const large = content.length > chunkSize && encodingOf(content) === "utf-8";
  const facts = { path, size: content.length, chunkSize, more: ports.rules?.providers };
  const detections = large
    ? [...chunksOf((at, length) => content.subarray(at, at + length), facts)]
    : detect({ path, content }, ports.rules?.providers);
  return { files: 1, bytes: content.length, ...withoutValues(counted(path, detections, ports), ports), errors: [] };
}

/** Paths that no glob excludes. A glob without "/" matches a name at any depth. */
export function included(paths: readonly string[], exclude: readonly string[]): readonly string[] {
  if (exclude.length === 0) return paths;
  const options = { dot: true, matchBase: true, nocomment: true, nonegate: true };
  return paths.filter(
    (path) =>
      !exclude.some(
        (glob) => minimatch(path, glob, options) || minimatch(path, `${glob.replace(/\/$/, "")}/**`, options),
      ),
  );
}

/** Scans a whole workspace in this thread; worker/scan-client.ts does the same in several. */
export function scanWorkspace(root: string, ports: ScanPorts, options: ScanOptions = {}): ScanReport {
  const started = ports.clock.now();
  const listing = ports.list(root);
  const paths = included(listing.paths, options.exclude ?? []);
  const part = scanFiles(root, paths, ports, options);
  const listed: ScanPart = { ...nothing, errors: listing.errors };
  const now = ports.clock.now();
  return reportOf([listed, { ...part, findings: asOf(part.findings, now) }], {
    root,
    durationMs: now - started,
    paths,
    tier: options.tier ?? "generic",
  });
}
