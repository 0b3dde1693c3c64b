/**
 * A text and the ranges of it that are ours. Only insertions are made, so that the original is always the text
 * without those ranges, and no word of the user's has to be kept anywhere to give the file back.
 */
export interface Draft {
  readonly text: string;
  readonly ours: readonly (readonly [number, number])[];
}

export type Range = readonly [number, number];

export const draftOf = (text: string): Draft => ({ text, ours: [] });

export function insert({ text, ours }: Draft, at: number, added: string): Draft {
  if (added === "") return { text, ours };
  const moved: Range[] = ours.map(([start, end]) => [
    start >= at ? start + added.length : start,
    end > at ? end + added.length : end,
  ]);
  const inside = moved.some(([start, end]) => start < at && end >= at + added.length);
  const all: Range[] = inside ? moved : [...moved, [at, at + added.length]];
  return { text: text.slice(0, at) + added + text.slice(at), ours: joined(all) };
}

function joined(ranges: readonly Range[]): readonly Range[] {
  const result: [number, number][] = [];
  for (const [start, end] of ranges.toSorted((a, b) => a[0] - b[0])) {
    const last = result.at(-1);
    if (last !== undefined && start <= last[1]) last[1] = Math.max(last[1], end);
    else result.push([start, end]);
  }
  return result;
}

/** The text without the ranges. */
export function without(text: string, ranges: readonly Range[]): string {
  return ranges.toReversed().reduce((left, [start, end]) => left.slice(0, start) + left.slice(end), text);
}

/** The line ending used most; a new file gets "\n". */
export function eolOf(text: string): "\r\n" | "\n" {
  const crlf = text.split("\r\n").length - 1;
  const lf = text.split("\n").length - 1 - crlf;
  return crlf > lf ? "\r\n" : "\n";
}

export const bom = "\uFEFF";
