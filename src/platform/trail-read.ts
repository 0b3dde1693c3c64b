import type { AnchoredHead } from "../audit/anchor.ts";
import { partsOf } from "../audit/line.ts";
import { type EntryRow, rowOf } from "../audit/read.ts";
import { type Verification, verifyTrail } from "../audit/verify.ts";
import type { Home } from "./home.ts";
import { nodeFiles } from "./node-files.ts";
import { anchors } from "./trail-anchors.ts";
import { storedCheckpoints } from "./trail-checkpoint.ts";
import { linesBackwards, linesOf } from "./trail-lines.ts";
import { segments, trailPaths } from "./trail-paths.ts";

/** Every line of the trail, oldest first, through all its files. */
export function* trailLines(home: Home): Generator<string> {
  const paths = trailPaths(home);
  for (const file of [...segments(paths), paths.trail]) {
    for (const { line } of linesOf(file)) yield line;
  }
}

/** The trail of this machine against its own checkpoints and key, and the heads that were anchored outside. */
export function verifyHomeTrail(home: Home, options: { readonly heads?: readonly AnchoredHead[] } = {}): Verification {
  const paths = trailPaths(home);
  const verifier = nodeFiles().readText(paths.publicKey)?.trim();
  const authority = verifier?.split("+")[0];
  const chain = chainOf(home);
  return verifyTrail(trailLines(home), {
    checkpoints: storedCheckpoints(paths).map(({ note }) => note),
    heads: [...anchors(home), ...(options.heads ?? [])].filter((head) => head.chain === chain),
    ...(verifier === undefined ? {} : { verifier }),
    ...(authority === undefined ? {} : { authority }),
  });
}

/** The chain of this machine's trail; undefined when it is empty. */
export function chainOf(home: Home): string | undefined {
  const [first] = trailLines(home);
  return first === undefined ? undefined : partsOf(first)?.chain;
}

/** The last `count` records (of those wanted), oldest of them first; reads no more of the files than they take. */
export function lastRows(
  home: Home,
  count: number,
  isWanted: (row: EntryRow) => boolean = () => true,
): readonly EntryRow[] {
  const rows: EntryRow[] = [];
  for (const row of rowsBackwards(home)) {
    if (rows.length >= count) break;
    if (isWanted(row)) rows.push(row);
  }
  return rows.reverse();
}

/** Every record as it was when this began, the newest first; what is read of the files is what is asked for. */
export function* rowsBackwards(home: Home): Generator<EntryRow> {
  const paths = trailPaths(home);
  for (const file of [paths.trail, ...segments(paths).toReversed()]) {
    for (const line of linesBackwards(file)) {
      const row = rowOf(line);
      if (row !== undefined) yield row;
    }
  }
}
