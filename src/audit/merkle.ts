import { hash } from "node:crypto";

/**
 * A growing RFC 6962 tree kept as the roots of its full subtrees, largest first: one hash for each bit of `size`.
 * Enough to add leaves and to tell the root; proofs of single leaves need the leaves again.
 */
export interface Frontier {
  readonly size: number;
  readonly roots: readonly Buffer[];
}

export const emptyTree: Frontier = { size: 0, roots: [] };

/**
 * A leaf is a record's fingerprint, as its content has it: that covers the whole record, and no record is hashed
 * twice. ASCII only.
 */
export const leafHash = (fingerprint: string): Buffer => hash("sha256", `\0${fingerprint}`, "buffer");

const node = Buffer.alloc(65);
node[0] = 1;

function nodeHash(left: Buffer, right: Buffer): Buffer {
  node.set(left, 1);
  node.set(right, 33);
  return hash("sha256", node, "buffer");
}

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
  return roots.length === 0 ? hash("sha256", "", "buffer") : roots.reduceRight((right, left) => nodeHash(left, right));
}
