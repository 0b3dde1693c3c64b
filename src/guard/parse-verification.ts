import * as v from "valibot";
import { LeastkeyError } from "../core/errors.ts";

const shape = v.object({
  version: v.literal(1),
  records: v.number(),
  bad: v.optional(v.object({ line: v.number(), sequence: v.number(), message: v.string() })),
  checkpoints: v.number(),
  signedUpTo: v.number(),
});

/** A verification as another process gets it, in the form of media/schema/audit-verify.schema.json. */
export type ReadVerification = v.InferOutput<typeof shape>;

/** Reads what `leastkey audit verify --json` printed. */
export function parseVerification(text: string): ReadVerification {
  const parsed = v.safeParse(v.pipe(v.string(), v.parseJson(), shape), text);
  if (parsed.success) return parsed.output;
  throw new LeastkeyError(
    "home.unusable",
    "verifying the trail gave no report",
    "leastkey audit verify in a terminal shows more",
  );
}
