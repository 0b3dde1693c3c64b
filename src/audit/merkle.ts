import { createHash } from "node:crypto";

/**
 * A growing RFC 6962 tree kept as the roots of its full subtrees, largest first: one hash for each bit of `size`.
 * Enough to add leaves and to tell the root; proofs of single leaves need the leaves again.
 */
export interface Frontier {
  readonly size: number;
  readonly roots: readonly Buffer[];
}

export const emptyTree: Frontier = { size: 0, roots: [] };

const leafMark = Buffer.of(0);
const nodeMark = Buffer.of(1);

export const leafHash = (line: string): Buffer => createHash("sha256").update(leafMark).update(line, "latin1").digest();

const nodeHash = (left: Buffer, right: Buffer): Buffer =>
  createHash("sha256").update(nodeMark).update(left).update(right).digest();

/** The tree with one more leaf. */
export function grow({ size, roots }: Frontier, leaf: Buffer): Frontier {
  const grown = [...roots];
  let joined = leaf;
  // Every trailing 1 bit of the size is a full subtree as large as what was just made.
  for (let bits = size; bits % 2 === 1; bits = Math.floor(bits / 2)) {
    joined = nodeHash(grown.pop() ?? joined, joined);
  }
  grown.push(joined);
  return { size: size + 1, roots: grown };
}

/** The root of the tree so far; the hash of nothing when it is empty. */
export function rootOf({ roots }: Frontier): Buffer {
  return roots.length === 0 ? createHash("sha256").digest() : roots.reduceRight((right, left) => nodeHash(left, right));
}
