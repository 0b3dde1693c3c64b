import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject, randomUUID } from "node:crypto";
import { appendFileSync, existsSync, readFileSync, statSync } from "node:fs";
import { keyName, signCheckpoint, verifierKey } from "../audit/checkpoint.ts";
import type { Chain } from "../audit/entry.ts";
import { partsOf } from "../audit/line.ts";
import { emptyTree, type Frontier, grow, leafHash, rootOf } from "../audit/merkle.ts";
import { LeastkeyError } from "../core/errors.ts";
import type { Clock } from "../core/ports.ts";
import { nodeFiles } from "./node-files.ts";
import { linesOf } from "./trail-lines.ts";
import { lastSequenceOf, segments, type TrailPaths } from "./trail-paths.ts";

/** One line of checkpoints.jsonl: the signed note, and what lets the next one go on from here. */
export interface StoredCheckpoint {
  readonly size: number;
  readonly offset: number; // where the next record begins, in the file that holds record `size`
  readonly roots: readonly string[];
  readonly time: number;
  readonly note: string;
}

/** A new chain, under the key that will sign it; the key is made at first use. */
export function newChain(paths: TrailPaths): Chain {
  return { chain: randomUUID(), authority: keyName(createPublicKey(signingKey(paths))) };
}

/** Signs the trail as it stands, from the last checkpoint on. Called with the trail's lock held. */
export function writeCheckpoint(paths: TrailPaths, clock: Clock): string | undefined {
  const last = storedCheckpoints(paths).at(-1);
  const walk = walkFrom(paths, last) ?? walkFrom(paths, undefined);
  if (walk === undefined || (last !== undefined && walk.tree.size < last.size)) {
    throw new LeastkeyError(
      "audit.broken",
      "the audit trail does not follow from its last checkpoint and was not signed",
      "run leastkey audit verify to see which record is wrong",
    );
  }
  if (walk.tree.size === 0 || walk.chain === undefined) return undefined;
  if (last !== undefined && walk.tree.size === last.size) return last.note;
  const note = signCheckpoint(
    { origin: `leastkey/${walk.chain}`, size: walk.tree.size, root: rootOf(walk.tree) },
    signingKey(paths),
  );
  const stored: StoredCheckpoint = {
    size: walk.tree.size,
    offset: walk.offset,
    roots: walk.tree.roots.map((root) => root.toString("hex")),
    time: clock.now(),
    note,
  };
  appendFileSync(paths.checkpoints, `${JSON.stringify(stored)}\n`, { mode: 0o600, flush: true });
  return note;
}

interface Walk {
  readonly tree: Frontier;
  readonly offset: number;
  readonly chain: string | undefined;
}

/** The tree over all records after `last`; undefined when they do not follow from it one by one. */
function walkFrom(paths: TrailPaths, last: StoredCheckpoint | undefined): Walk | undefined {
  const files = [...segments(paths), paths.trail];
  const holding = (sequence: number) =>
    files.findIndex((file) => file === paths.trail || lastSequenceOf(file) >= sequence);
  let tree =
    last === undefined ? emptyTree : { size: last.size, roots: last.roots.map((root) => Buffer.from(root, "hex")) };
  const first = holding(tree.size + 1);
  let offset = last !== undefined && holding(last.size) === first ? last.offset : 0;
  if (offset > (statSync(files[first] ?? "", { throwIfNoEntry: false })?.size ?? 0)) return undefined; // cut off
  let chain = last === undefined ? undefined : /^leastkey\/(\S+)/.exec(last.note)?.[1];
  for (const file of files.slice(first)) {
    if (file !== files[first]) offset = 0;
    for (const { line, end } of linesOf(file, offset)) {
      const parts = partsOf(line);
      if (parts === undefined || parts.sequence !== tree.size + 1) return undefined;
      tree = grow(tree, leafHash(parts.computed));
      chain = parts.chain;
      offset = end;
    }
  }
  return { tree, offset, chain };
}

/** Every checkpoint that can be read, oldest first; a torn last line is passed over. */
export function storedCheckpoints(paths: TrailPaths): readonly StoredCheckpoint[] {
  if (!existsSync(paths.checkpoints)) return [];
  return readFileSync(paths.checkpoints, "utf8")
    .split("\n")
    .flatMap((line) => {
      const stored = parseStored(line);
      return stored === undefined ? [] : [stored];
    });
}

function parseStored(line: string): StoredCheckpoint | undefined {
  if (line === "") return undefined;
  try {
    const value: unknown = JSON.parse(line);
    if (typeof value !== "object" || value === null) return undefined;
    const { size, offset, roots, time, note } = value as Readonly<Record<string, unknown>>;
    if (typeof size !== "number" || typeof offset !== "number" || typeof time !== "number") return undefined;
    if (typeof note !== "string" || !Array.isArray(roots)) return undefined;
    const hashes = roots.filter((root): root is string => typeof root === "string" && /^[0-9a-f]{64}$/.test(root));
    return hashes.length === roots.length ? { size, offset, roots: hashes, time, note } : undefined;
  } catch {
    return undefined; // torn by a crash: the note before it is the last one
  }
}

/** The key that signs this machine's trail; made once, readable by its owner only. */
function signingKey(paths: TrailPaths): KeyObject {
  const files = nodeFiles();
  const pem = files.readText(paths.key);
  if (pem !== undefined) {
    try {
      return createPrivateKey(pem);
    } catch (error) {
      throw new LeastkeyError(
        "audit.broken",
        "the key that signs the audit trail cannot be read",
        `restore ${paths.key}, or move it away to begin with a new key`,
        error,
      );
    }
  }
  const { privateKey, publicKey } = generateKeyPairSync("ed25519");
  files.replace(paths.publicKey, `${verifierKey(publicKey)}\n`, 0o644);
  files.replace(paths.key, privateKey.export({ format: "pem", type: "pkcs8" }), 0o600);
  return privateKey;
}
