import type { Stored, TextEdit } from "../core/edit/replacement.ts";
import { applyEdits } from "../core/edit/replacement.ts";
import { LeastkeyError } from "../core/errors.ts";
import { Secret } from "../core/secret.ts";
import type { ReceiptEdit, ReceiptPiece } from "./move-plan.ts";

/** One file on its way from what it is to what it will be, with the way back. */
export interface Draft {
  readonly path: string; // absolute
  readonly before: string | undefined;
  readonly text: string;
  readonly edits: readonly ReceiptEdit[]; // sorted, in offsets of `text`
}

export function draftOf(path: string, before: string | undefined): Draft {
  return { path, before, text: before ?? "", edits: [] };
}

export interface Rewriting {
  readonly edits: readonly TextEdit[];
  /** What the `value` edits take out; absent when there are only `support` edits. */
  readonly stored?: Stored;
  readonly reference: string;
}

/** Applies edits made for the draft's present text. The `value` edits are one stretch for the receipt. */
export function rewritten(draft: Draft, { edits, stored, reference }: Rewriting): Draft {
  const value = edits.filter(({ role }) => role === "value");
  const support = edits.filter(({ role }) => role === "support");
  const known = draft.edits.map((edit) => ({ ...edit, at: moved(edits, edit.at) }));
  const added = support.map((edit): ReceiptEdit => {
    const at = moved(
      edits.filter((other) => other !== edit),
      edit.start,
    );
    const removed = draft.text.slice(edit.start, edit.end);
    return {
      at,
      inserted: edit.text,
      removed: removed === "" ? [] : [{ kind: "text", text: removed }],
      for: [reference],
    };
  });
  const stretch = stored === undefined ? [] : [stretchOf(draft.text, { value, all: edits, stored, reference })];
  return {
    ...draft,
    text: applyEdits(draft.text, edits),
    edits: [...known, ...added, ...stretch].toSorted((a, b) => a.at - b.at),
  };
}

/** Where an offset of the text before the edits lies after them. */
export function moved(edits: readonly TextEdit[], at: number): number {
  return edits.reduce((sum, { start, end, text }) => (end <= at ? sum + text.length - (end - start) : sum), at);
}

interface Stretch {
  readonly value: readonly TextEdit[];
  readonly all: readonly TextEdit[];
  readonly stored: Stored;
  readonly reference: string;
}

function stretchOf(text: string, { value, all, stored, reference }: Stretch): ReceiptEdit {
  const from = Math.min(...value.map(({ start }) => start));
  const removed: ReceiptPiece[] = [];
  let inserted = "";
  let at = from;
  for (const edit of value) {
    if (edit.start > at) removed.push({ kind: "kept", from: inserted.length, length: edit.start - at });
    inserted += text.slice(at, edit.start) + edit.text;
    removed.push(...piecesOf(text, edit, stored, reference));
    at = edit.end;
  }
  const others = all.filter((edit) => !value.includes(edit));
  return { at: moved(others, from), inserted, removed: removed.filter(isFilled), for: [reference] };
}

const isFilled = (piece: ReceiptPiece): boolean => piece.kind !== "text" || piece.text !== "";

function piecesOf(text: string, edit: TextEdit, stored: Stored, reference: string): readonly ReceiptPiece[] {
  if (stored.start < edit.start || stored.end > edit.end)
    return [{ kind: "text", text: text.slice(edit.start, edit.end) }];
  const writtenAs = spellingOf(text.slice(stored.start, stored.end), stored.value);
  return [
    { kind: "text", text: text.slice(edit.start, stored.start) },
    { kind: "value", reference, writtenAs },
    { kind: "text", text: text.slice(stored.end, edit.end) },
  ];
}

/** How the value was written in the file, so that putting it back gives every byte. */
function spellingOf(raw: string, value: Secret): "verbatim" | "json" {
  if (Secret.of(raw).equals(value)) return "verbatim";
  if (isJsonOf(raw, value)) return "json";
  throw new LeastkeyError(
    "move.refused",
    "the value is written with escapes that could not be put back as they are",
    "write it plainly first, then move it",
  );
}

function isJsonOf(raw: string, value: Secret): boolean {
  try {
    const parsed: unknown = JSON.parse(`"${raw}"`);
    return typeof parsed === "string" && Secret.of(parsed).equals(value) && JSON.stringify(parsed) === `"${raw}"`;
  } catch {
    return false; // not JSON's escapes
  }
}
