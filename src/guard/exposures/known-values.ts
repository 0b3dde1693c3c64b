import type { Files, Fingerprinter } from "../../core/ports.ts";
import type { TripwireEntry } from "../../core/tripwire.ts";
import { parseIndex } from "../index-file.ts";
import { keyMarkOf } from "../write-index.ts";
import type { ExposureOptions } from "./ports.ts";

export interface KnownValues {
  readonly entries: readonly TripwireEntry[];
  readonly notes: readonly string[];
}

/** The values that any workspace's index of this machine knows, by fingerprint. */
export function knownValues(
  { files, fingerprinter }: { readonly files: Files; readonly fingerprinter: Pick<Fingerprinter, "fingerprint"> },
  { home }: Pick<ExposureOptions, "home">,
): KnownValues {
  const entries = new Map<string, TripwireEntry>();
  const notes: string[] = [];
  const mark = keyMarkOf(fingerprinter);
  for (const { name, kind } of files.list(home.indexes)) {
    if (kind !== "file" || !name.endsWith(".json")) continue;
    const index = parseIndex(files.readText(`${home.indexes}/${name}`) ?? "");
    if (index === undefined || index === "newer" || index.keyMark !== mark) {
      notes.push("one workspace's list of known values could not be read: run 'leastkey protect' in it");
      continue;
    }
    for (const entry of index.values.entries()) entries.set(entry.fingerprint, entry);
  }
  return { entries: [...entries.values()], notes };
}
