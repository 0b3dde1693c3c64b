import * as v from "valibot";
import { LeastkeyError } from "../../core/errors.ts";

const place = v.object({
  path: v.string(),
  agent: v.string(),
  kind: v.picklist(["transcript", "log", "snapshot", "history", "backup", "database"]),
  occurrences: v.number(),
});
const exposure = v.object({
  fingerprint: v.string(),
  label: v.string(),
  places: v.array(place),
  occurrences: v.number(),
  since: v.string(),
  agents: v.array(v.string()),
  reasons: v.array(v.string()),
  rotation: v.object({ page: v.optional(v.string()), detail: v.string() }),
});
const shape = v.object({
  version: v.literal(1),
  exposures: v.array(exposure),
  files: v.number(),
  bytes: v.number(),
  notes: v.array(v.string()),
  errors: v.array(v.object({ path: v.string(), message: v.string() })),
});

/** A report as another process gets it, in the form of media/schema/exposures.schema.json. */
export type ReadExposures = v.InferOutput<typeof shape>;
export type ReadExposure = v.InferOutput<typeof exposure>;

/** Reads what `leastkey scan --exposures --json` printed. */
export function parseExposures(text: string): ReadExposures {
  const parsed = v.safeParse(v.pipe(v.string(), v.parseJson(), shape), text);
  if (parsed.success) return parsed.output;
  throw new LeastkeyError(
    "home.unusable",
    "the search for exposures gave no report",
    "leastkey scan --exposures in a terminal shows more",
  );
}
