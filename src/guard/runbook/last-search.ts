import * as v from "valibot";
import type { Files } from "../../core/ports.ts";
import type { SearchEvidence } from "./evidence.ts";

interface SearchHome {
  readonly root: string;
}

const shape = v.object({
  version: v.literal(1),
  at: v.string(),
  exposures: v.array(v.object({ fingerprint: v.string(), label: v.string() })),
});

const fileOf = (home: SearchHome): string => `${home.root}/exposures.json`;

/** What searches of agents' records found on this machine; undefined when there was none, or its note is damaged. */
export function lastSearch(home: SearchHome, files: Files): SearchEvidence | undefined {
  const text = files.readText(fileOf(home));
  const parsed = v.safeParse(v.pipe(v.string(), v.parseJson(), shape), text);
  return parsed.success ? { at: parsed.output.at, exposures: parsed.output.exposures } : undefined;
}

/** Keeps fingerprints and labels of all that was ever found: taking a value out of a record does not make it new. */
export function recordSearch(search: SearchEvidence, home: SearchHome, files: Files): void {
  const all = [...(lastSearch(home, files)?.exposures ?? []), ...search.exposures];
  const each = new Map(all.map(({ fingerprint, label }) => [fingerprint, { fingerprint, label }] as const));
  files.replace(
    fileOf(home),
    `${JSON.stringify({ version: 1, at: search.at, exposures: [...each.values()] })}\n`,
    0o600,
  );
}
