import assert from "node:assert/strict";
import { planReplacement } from "../../../src/core/edit/plan-replacement.ts";
import { applyEdits, type Refusal, type Replacement } from "../../../src/core/edit/replacement.ts";
import { Secret } from "../../../src/core/secret.ts";

/** Stands for the value in the tables; the value itself is made at run time. */
export const hole = "§";
export const value = ["sample", "Qx7", "mK2p", "vN94"].join("_");
export const reference = "leastkey://shop/production/stripe/key";

export interface Planned {
  readonly before: string;
  readonly after: string;
  readonly replacement: Replacement;
}

/** Plans for the text with the hole filled. */
export function plan(path: string, template: string, filling = value, name = "KEY"): Planned | Refusal {
  const start = template.indexOf(hole);
  assert.ok(start >= 0, "the case has no hole");
  const before = template.replaceAll(hole, filling);
  const place = { start, end: start + filling.length };
  const replacement = planReplacement({ path, text: before, place, value: Secret.of(filling), name, reference });
  if (replacement.kind === "refused") return replacement;
  return { before, after: applyEdits(before, replacement.edits), replacement };
}

/** What stood there, from the edits alone: undoing must give every byte back. */
export function undone({ before, after, replacement }: Planned): string {
  const backwards = replacement.edits.map((edit, index) => {
    const shift = replacement.edits
      .slice(0, index)
      .reduce((sum, one) => sum + one.text.length - (one.end - one.start), 0);
    return { at: edit.start + shift, inserted: edit.text, removed: before.slice(edit.start, edit.end) };
  });
  return backwards
    .toReversed()
    .reduce((text, { at, inserted, removed }) => text.slice(0, at) + removed + text.slice(at + inserted.length), after);
}
