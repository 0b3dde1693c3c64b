import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { detectText } from "../core/detect/engine.ts";
import type { Detection } from "../core/finding.ts";
import type { Fingerprinter } from "../core/ports.ts";
import type { TripwireKey } from "../core/tripwire.ts";
import { type ScanPart, scanContent, scanFiles, withoutValues } from "../guard/scan.ts";
import { type BaselineAsk, placeKey } from "../guard/scan-baseline.ts";
import { merged } from "../guard/scan-report.ts";
import { baselineDigest } from "../platform/baseline-digest.ts";
import { addToScanCache, type CacheSetup, readScanCache } from "../platform/scan-cache.ts";
import type { MarkingReader } from "./file-reader.ts";
import { listForScan, memberOf } from "./list-within.ts";
import type { FilesRequest, ListRequest, Reply, Request } from "./messages.ts";
import { scanVersions } from "./scan-versions.ts";

export interface Tools {
  readonly files: MarkingReader;
  readonly fingerprinter: Fingerprinter & TripwireKey;
  readonly caches: string | undefined;
  /** This program's own file: what it finds is kept under the hash of it. */
  readonly program: string;
  readonly onProgress: (done: number) => void;
}

/** What a worker says to one request. */
export function answer(request: Request, tools: Tools): Reply {
  const { id } = request;
  switch (request.kind) {
    case "list":
      return list(request, tools, id);
    case "remember": {
      const setup = cacheOf(request.root, tools);
      if (setup !== undefined) addToScanCache(setup, request.members, request.listed);
      return { kind: "remembered", id };
    }
    case "files":
      return scanListed(request, tools, id);
    case "blobs":
      return { kind: "scanned", id, part: scanVersions(request, marks(request.baseline, tools), tools.onProgress) };
    case "content": {
      const ports = marks(request.baseline, tools);
      return {
        kind: "scanned",
        id,
        part: merged(request.items.map(({ path, content }) => scanContent(path, content, ports))),
      };
    }
    case "text":
      return { kind: "found", id, findings: withoutValues(detectText(request.path, request.text), tools).findings };
  }
}

function list(request: ListRequest, tools: Tools, id: number): Reply {
  const setup = request.cached ? cacheOf(request.root, tools) : undefined;
  const cache = setup === undefined ? new Map() : readScanCache(setup);
  return { kind: "listed", id, listed: listForScan(request, { files: tools.files, cache }) };
}

function scanListed(request: FilesRequest, tools: Tools, id: number): Reply {
  const { files, caches, onProgress } = tools;
  const members: string[] = [];
  const onFile = (path: string, part: ScanPart): void => {
    const member = caches === undefined ? undefined : memberOf(path, part, files.mark());
    if (member !== undefined) members.push(member);
  };
  const ports = { files, ...marks(request.baseline, tools) };
  const part = scanFiles(request.root, request.paths, ports, { onProgress, onFile });
  return { kind: "scanned", id, part, members: members.join(",") };
}

/** What the baseline asks for is hashed here, where the values are. */
function marks(ask: BaselineAsk | undefined, { fingerprinter }: Tools): Parameters<typeof withoutValues>[1] {
  if (ask === undefined) return { fingerprinter };
  const places = ask.places === undefined ? undefined : new Set(ask.places);
  const digest = ({ rule, place, value }: Detection): string | undefined =>
    places?.has(placeKey(rule, place.path)) === false ? undefined : baselineDigest(value, ask.salt);
  return { fingerprinter, digest };
}

const cacheOf = (root: string, { caches, fingerprinter, program }: Tools): CacheSetup | undefined =>
  caches === undefined
    ? undefined
    : { folder: caches, root, scanner: scannerHash(program), digest: (bytes) => fingerprinter.digest(bytes) };

let ownHash: string | undefined;

/** Whatever changes what it finds changes this program: the parts that it names carry their own hash in their names. */
const scannerHash = (program: string): string =>
  (ownHash ??= createHash("sha256").update(readFileSync(program)).digest("hex").slice(0, 32));
