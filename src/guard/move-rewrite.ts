import { planReplacement } from "../core/edit/plan-replacement.ts";
import type { TextEdit } from "../core/edit/replacement.ts";
import type { Detection } from "../core/finding.ts";
import { type Draft, moved, rewritten } from "./move-draft.ts";
import type { PlannedPlace, RefusedPlace } from "./move-plan.ts";
import { refusedAt } from "./move-probe.ts";

/** One place with the name and the reference it gets. */
export interface Assignment {
  readonly detection: Detection;
  readonly name: string;
  readonly reference: string;
}

export interface RewrittenFile {
  readonly draft: Draft;
  readonly placed: readonly (PlannedPlace & { readonly reference: string })[];
  readonly refused: readonly RefusedPlace[];
}

interface Pending extends Assignment {
  readonly start: number; // in the draft's present text
  readonly end: number;
}

/** Every place of one file, one behind the other; each is planned on the text that the one before left. */
export function rewriteFile(draft: Draft, path: string, assignments: readonly Assignment[]): RewrittenFile {
  let now = draft;
  let pending: readonly Pending[] = assignments
    .map((one) => ({ ...one, start: one.detection.place.start, end: one.detection.place.end }))
    .toSorted((a, b) => a.start - b.start);
  const placed: (PlannedPlace & { reference: string })[] = [];
  const refused: RefusedPlace[] = [];
  for (let next = pending[0]; next !== undefined; next = pending[0]) {
    const { detection, name, reference, start, end } = next;
    const rest = pending.slice(1);
    const place = { start, end };
    const plan = planReplacement({ path, text: now.text, place, value: detection.value, name, reference });
    if (plan.kind === "refused") {
      refused.push(refusedAt(detection, plan.reason, plan.hint));
      pending = rest;
      continue;
    }
    const { edits, stored, kind, verifiedBy } = plan;
    now = rewritten(now, { edits, stored, reference });
    placed.push({ place: detection.place, kind, verifiedBy, reference });
    const [from, to] = extentOf(edits);
    const touched = rest.filter((one) => one.start < to && one.end > from);
    for (const { detection: other, start: otherStart, end: otherEnd } of touched) {
      const isTakenAlong = otherStart >= stored.start && otherEnd <= stored.end;
      if (!isTakenAlong)
        refused.push(refusedAt(other, "another credential stands in the same text", "scan and move again"));
    }
    pending = rest
      .filter((one) => !touched.includes(one))
      .map((one) => ({ ...one, start: moved(edits, one.start), end: moved(edits, one.end) }));
  }
  return { draft: now, placed, refused };
}

function extentOf(edits: readonly TextEdit[]): readonly [number, number] {
  const value = edits.filter(({ role }) => role === "value");
  return [Math.min(...value.map(({ start }) => start)), Math.max(...value.map(({ end }) => end))];
}
