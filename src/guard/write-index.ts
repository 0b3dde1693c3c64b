import { LeastkeyError } from "../core/errors.ts";
import type { ProtectedPath } from "../core/finding.ts";
import { resolvePath, slashed, upward } from "../core/paths.ts";
import type { Files, Fingerprinter } from "../core/ports.ts";
import { Secret } from "../core/secret.ts";
import type { TripwireEntry } from "../core/tripwire.ts";
import { type IndexLookup, parseIndex, toColumns } from "./index-file.ts";
import type { Ports } from "./ports.ts";

export interface IndexContent {
  readonly protectedPaths: readonly ProtectedPath[];
  readonly values: readonly TripwireEntry[];
}

/** The folder of all indexes; a `Home` is one. */
export interface IndexHome {
  readonly indexes: string;
}

/** Writes a workspace's index whole, or leaves the old one. Returns its file. */
export function writeIndex(
  root: string,
  content: IndexContent,
  ports: Pick<Ports, "files" | "clock" | "fingerprinter">,
  home: IndexHome,
): string {
  const real = realRoot(root, ports.files);
  const file = indexFileOf(real, home);
  const index = {
    version: 1,
    root: real,
    written: new Date(ports.clock.now()).toISOString(),
    keyMark: keyMarkOf(ports.fingerprinter),
    protectedPaths: content.protectedPaths,
    values: toColumns(content.values),
  };
  ports.files.replace(file, `${JSON.stringify(index)}\n`, 0o600);
  return file;
}

export function removeIndex(root: string, files: Files, home: IndexHome): void {
  files.remove(indexFileOf(realRoot(root, files), home));
}

/** The index of the nearest workspace that holds `path`; a damaged one nearer by is told, not skipped. */
export function readIndexFor(path: string, files: Files, home: IndexHome): IndexLookup {
  return readIndexesFor(path, files, home)[0] ?? { kind: "missing" };
}

/** The indexes of every workspace that holds `path`, nearest first: a repository inside an indexed folder has two. */
export function readIndexesFor(path: string, files: Files, home: IndexHome): readonly IndexLookup[] {
  return upward(slashed(realOf(path, files)))
    .map((folder) => readIndexAt(folder, files, home))
    .filter((lookup) => lookup.kind !== "missing");
}

/** The index of exactly this root, given as a real path. */
export function readIndexAt(root: string, files: Files, home: IndexHome): IndexLookup {
  const file = indexFileOf(root, home);
  const text = files.readText(file);
  if (text === undefined) return { kind: "missing" };
  const index = parseIndex(text);
  if (index === "newer") return { kind: "newer", file, root };
  if (index === undefined) return { kind: "torn", file, root };
  // Another root with the same name of file: its own index is not there.
  return index.root === root ? { kind: "found", index } : { kind: "missing" };
}

/** What an index written under this machine's key carries as `keyMark`. */
export function keyMarkOf(fingerprinter: Pick<Fingerprinter, "fingerprint">): string {
  return fingerprinter.fingerprint(Secret.of("leastkey guard index"));
}

/** Not secret and not guarded by its strength: two 32-bit FNV-1a passes, and the root stands in the file. */
export function indexFileOf(root: string, home: IndexHome): string {
  return `${home.indexes}/${fnv1a(root, 0x811c9dc5)}${fnv1a(`${root}#`, 0x01234567)}.json`;
}

function fnv1a(text: string, seed: number): string {
  let hash = seed;
  for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  return (hash >>> 0).toString(16).padStart(8, "0");
}

function realRoot(root: string, files: Files): string {
  const real = files.realPath(root);
  if (real === undefined) {
    throw new LeastkeyError("not-found", "there is no folder at the workspace's root", "open a folder that exists");
  }
  return slashed(real);
}

/** The real path of what exists of `path`, with the rest of it by name. */
export function realOf(path: string, files: Files): string {
  const whole = resolvePath("/", path);
  for (const folder of upward(whole)) {
    const real = files.realPath(folder);
    if (real !== undefined) return resolvePath(slashed(real), `.${whole.slice(folder === "/" ? 0 : folder.length)}`);
  }
  return whole;
}
