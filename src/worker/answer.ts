import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { detectText } from "../core/detect/engine.ts";
import type { Detection } from "../core/finding.ts";
import type { Fingerprinter } from "../core/ports.ts";
import type { TripwireKey } from "../core/tripwire.ts";
import { type ScanPart, type ScanPorts, scanContent, scanFiles, withoutValues } from "../guard/scan.ts";
import { type BaselineAsk, placeKey } from "../guard/scan-baseline.ts";
import { merged } from "../guard/scan-report.ts";
import { overridden, parseScanOverrides } from "../guard/scan-rules.ts";
import { baselineDigest } from "../platform/baseline-digest.ts";
import { addToScanCache, type CacheSetup, readScanCache } from "../platform/scan-cache.ts";
import type { MarkingReader } from "./file-reader.ts";
import { listForScan, memberOf } from "./list-within.ts";
import type { FilesRequest, ListRequest, Reply, Request } from "./messages.ts";
import { type ProjectRules, projectRules } from "./project-rules.ts";
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
export async function answer(request: Request, tools: Tools): Promise<Reply> {
  const { id } = request;
  const rules = await projectRules(request.root);
  switch (request.kind) {
    case "list":
      return list(request, tools, rules);
    case "remember": {
      const setup = cacheOf(request, tools, rules);
      if (setup !== undefined) addToScanCache(setup, request.members, request.listed);
      return { kind: "remembered", id };
    }
    case "files":
      return scanListed(request, tools, rules);
    case "blobs":
      return scanned(id, scanVersions(request, marks(request, tools, rules), tools.onProgress), rules);
    case "content": {
      const ports = marks(request, tools, rules);
      return scanned(id, merged(request.items.map(({ path, content }) => scanContent(path, content, ports))), rules);
    }
    case "text": {
      const found = detectText(request.path, request.text, rules.providers);
      const counted = overridden(request.path, found, [...rules.overrides, ...parseScanOverrides(request.overrides)]);
      return { kind: "found", id, findings: withoutValues(counted, tools).findings };
    }
  }
}

/** What is wrong with the project's rules is told with whatever was found without them. */
const scanned = (id: number, part: ScanPart, { errors }: ProjectRules): Extract<Reply, { kind: "scanned" }> => ({
  kind: "scanned",
  id,
  part: { ...part, errors: [...part.errors, ...errors] },
});

function list(request: ListRequest & { readonly id: number }, tools: Tools, rules: ProjectRules): Reply {
  const setup = request.cached ? cacheOf(request, tools, rules) : undefined;
  const cache = setup === undefined ? new Map() : readScanCache(setup);
  const listed = listForScan(request, { files: tools.files, cache });
  const known = { ...listed.known, errors: [...listed.known.errors, ...rules.errors] };
  return { kind: "listed", id: request.id, listed: { ...listed, known } };
}

function scanListed(request: FilesRequest & { readonly id: number }, tools: Tools, rules: ProjectRules): Reply {
  const { files, caches, onProgress } = tools;
  const members: string[] = [];
  const onFile = (path: string, part: ScanPart): void => {
    const member = caches === undefined ? undefined : memberOf(path, part, files.mark());
    if (member !== undefined) members.push(member);
  };
  const ports = { files, ...marks(request, tools, rules) };
  const part = scanFiles(request.root, request.paths, ports, { onProgress, onFile });
  return { ...scanned(request.id, part, rules), members: members.join(",") };
}

interface Asked {
  readonly baseline: BaselineAsk | undefined;
  readonly overrides: readonly unknown[];
}

/** What the baseline asks for is hashed here, where the values are. */
function marks(
  { baseline: ask, overrides }: Asked,
  { fingerprinter }: Tools,
  rules: ProjectRules,
): Pick<ScanPorts, "fingerprinter" | "digest" | "rules"> {
  const common = {
    fingerprinter,
    rules: { providers: rules.providers, overrides: [...rules.overrides, ...parseScanOverrides(overrides)] },
  };
  if (ask === undefined) return common;
  const places = ask.places === undefined ? undefined : new Set(ask.places);
  const digest = ({ rule, place, value }: Detection): string | undefined =>
    places?.has(placeKey(rule, place.path)) === false ? undefined : baselineDigest(value, ask.salt);
  return { ...common, digest };
}

const cacheOf = (
  { root, overrides }: { readonly root: string; readonly overrides: readonly unknown[] },
  { caches, fingerprinter, program }: Tools,
  rules: ProjectRules,
): CacheSetup | undefined =>
  caches === undefined
    ? undefined
    : {
        folder: caches,
        root,
        scanner: scannerHash(program, rules.hash + JSON.stringify(overrides)),
        digest: (bytes) => fingerprinter.digest(bytes),
      };

let own: Uint8Array | undefined;

/**
 * Whatever changes what it finds changes this program or the rules that it was given: the parts that the program names
 * carry their own hash in their names.
 */
function scannerHash(program: string, rules: string): string {
  own ??= readFileSync(program);
  return createHash("sha256").update(own).update(rules).digest("hex").slice(0, 32);
}
