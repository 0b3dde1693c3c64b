import type { Fingerprinter } from "../core/ports.ts";
import { Secret } from "../core/secret.ts";
import type { ReceiptEdit, ReceiptFile } from "./move-plan.ts";

export type Values = Map<string, Secret>;

export interface Leftover {
  readonly path: string;
  readonly reason: string;
  readonly hint: string;
}

export interface RestoredFile {
  readonly text: string | undefined; // undefined: no file
  /** What the receipt still has to say about it; undefined: nothing. */
  readonly file: ReceiptFile | undefined;
  readonly leftovers: readonly Leftover[];
}

interface Context {
  readonly values: Values;
  readonly fingerprinter: Fingerprinter;
}

/** Undoes what the values put back need no more. A file changed since is searched for exactly what was put there. */
export function restoreFile(file: ReceiptFile, text: string | undefined, context: Context): RestoredFile {
  if (text === undefined) return vanished(file, context.values);
  const isExact = context.fingerprinter.fingerprint(Secret.of(text)) === file.after;
  const leftovers: Leftover[] = [];
  const remaining: ReceiptEdit[] = [];
  let now = text;
  for (const edit of file.edits.toReversed()) {
    const due = edit.for.every((reference) => context.values.has(reference));
    if (!due) {
      const others = edit.for.filter((reference) => !context.values.has(reference));
      remaining.unshift({ ...edit, for: others });
      continue;
    }
    const original = originalOf(edit, context.values);
    const at = isExact ? edit.at : placeOf(now, edit, original);
    if (typeof at === "number") {
      now = now.slice(0, at) + original + now.slice(at + edit.inserted.length);
      const shift = original.length - edit.inserted.length;
      for (const [index, one] of remaining.entries()) remaining[index] = { ...one, at: one.at + shift };
    } else if (at === "changed") {
      leftovers.push(changed(file.path, edit));
    }
  }
  const isGone = file.isNew && remaining.length === 0 && now === "";
  const after = isExact ? context.fingerprinter.fingerprint(Secret.of(now)) : file.after;
  return {
    text: isGone ? undefined : now,
    file: remaining.length === 0 ? undefined : { ...file, after, edits: remaining },
    leftovers,
  };
}

/** The one place of our text in a file that changed; "done": the original stands there already, or nothing needs it. */
function placeOf(text: string, edit: ReceiptEdit, original: string): number | "done" | "changed" {
  const holdsValue = edit.removed.some(({ kind }) => kind === "value");
  const first = text.indexOf(edit.inserted);
  const isOnce = first !== -1 && text.indexOf(edit.inserted, first + 1) === -1;
  if (isOnce && (holdsValue || isOwnLine(text, first, edit))) return first;
  if (!holdsValue) return "done"; // an import or a helper that others may use by now does no harm
  return first === -1 && text.includes(original) ? "done" : "changed";
}

/** A whole line with a variable in it is ours beyond doubt. */
function isOwnLine(text: string, at: number, { inserted }: ReceiptEdit): boolean {
  return (
    /^\r?\n?[A-Za-z_]\w*=(?:leastkey:\/\/\S+)?\r?\n$/.test(inserted) &&
    (at === 0 || text[at - 1] === "\n" || inserted.startsWith("\n"))
  );
}

/** What stood there before the move. */
function originalOf({ removed, inserted }: ReceiptEdit, values: Values): string {
  return removed
    .map((piece) => {
      switch (piece.kind) {
        case "text":
          return piece.text;
        case "kept":
          return inserted.slice(piece.from, piece.from + piece.length);
        case "value":
          return written(values.get(piece.reference), piece.writtenAs);
      }
    })
    .join("");
}

function written(value: Secret | undefined, as: "verbatim" | "json"): string {
  const text = value?.reveal() ?? "";
  return as === "json" ? JSON.stringify(text).slice(1, -1) : text;
}

function changed(path: string, edit: ReceiptEdit): Leftover {
  return {
    path,
    reason: `what was put in place of ${edit.for.join(", ")} has changed since`,
    hint: "put it back by hand; the vault keeps the value",
  };
}

function vanished(file: ReceiptFile, values: Values): RestoredFile {
  const lost = file.edits.filter(
    (edit) => edit.for.some((reference) => values.has(reference)) && edit.removed.some(({ kind }) => kind === "value"),
  );
  return {
    text: undefined,
    file: undefined,
    leftovers: lost.map(() => ({ path: file.path, reason: "the file is gone", hint: "the vault keeps the value" })),
  };
}
