import * as v from "valibot";
import { LeastkeyError } from "../../core/errors.ts";

const outcome = v.variant("kind", [
  v.object({ kind: v.literal("held"), evidence: v.string() }),
  v.object({ kind: v.literal("leaked"), evidence: v.string() }),
  v.object({ kind: v.literal("not-exercised"), reason: v.string() }),
]);
const cell = v.object({
  scenario: v.string(),
  title: v.string(),
  vector: v.string(),
  mustNot: v.string(),
  outcome,
  durationMs: v.number(),
});
const agent = v.object({
  agent: v.string(),
  title: v.string(),
  version: v.optional(v.string()),
  refusedHosts: v.optional(v.array(v.string())),
  reachedHosts: v.optional(v.array(v.string())),
  peakMemoryMb: v.optional(v.number()),
  controls: v.array(v.object({ kind: v.string(), ok: v.boolean(), detail: v.string() })),
  cells: v.array(cell),
});
const shape = v.object({ version: v.literal(1), agents: v.array(agent) });

/** A report as another process gets it, in the form of media/schema/test.schema.json. */
export type ReadBoundaries = v.InferOutput<typeof shape>;
export type ReadAgent = v.InferOutput<typeof agent>;

/** Reads what `leastkey test --format json` printed. */
export function parseBoundaries(text: string): ReadBoundaries {
  const parsed = v.safeParse(v.pipe(v.string(), v.parseJson(), shape), text);
  if (parsed.success) return parsed.output;
  throw new LeastkeyError(
    "home.unusable",
    "the boundary tests gave no report",
    "leastkey test in a terminal shows more",
  );
}
