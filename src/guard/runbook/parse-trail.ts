import * as v from "valibot";
import { LeastkeyError } from "../../core/errors.ts";
import type { TrailEvidence } from "./evidence.ts";

const shape = v.object({
  records: v.number(),
  bad: v.optional(v.object({ sequence: v.number(), message: v.string() })),
  lastAnchored: v.optional(v.object({ time: v.number(), sequence: v.number() })),
});

/** Reads what `leastkey audit verify --json` printed. */
export function parseTrail(text: string): TrailEvidence {
  const parsed = v.safeParse(v.pipe(v.string(), v.parseJson(), shape), text);
  if (!parsed.success)
    throw new LeastkeyError("audit.broken", "the trail could not be verified", "leastkey audit verify says why");
  const { records, bad, lastAnchored } = parsed.output;
  return {
    records,
    ...(bad === undefined ? {} : { bad }),
    ...(lastAnchored === undefined ? {} : { anchored: lastAnchored }),
  };
}
