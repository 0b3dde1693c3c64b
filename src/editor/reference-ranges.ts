import { Range } from "vscode";

export interface ReferenceRange {
  readonly reference: string;
  readonly range: Range;
}

/** `leastkey://project/environment/item/field`, the form that core/reference.ts recognises, wherever it stands. */
const ours = /leastkey:\/\/[A-Za-z0-9_.-]+(?:\/[A-Za-z0-9_.-]+){3}/g;

/** Our references in a text, with their places. */
export function rangesOf(text: string): readonly ReferenceRange[] {
  if (!text.includes("leastkey://")) return [];
  return text.split("\n").flatMap((line, number) =>
    [...line.matchAll(ours)].map(({ 0: reference, index }) => ({
      reference,
      range: new Range(number, index, number, index + reference.length),
    })),
  );
}
