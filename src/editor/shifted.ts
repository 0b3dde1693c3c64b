import { Position, Range } from "vscode";

/** A replaced piece of text, as the editor tells it: places count in the text before the change. */
export interface Change {
  readonly range: Range;
  readonly text: string;
}

/**
 * Where ranges stand after edits, so that what was marked stays marked until the text has been looked at again. A range
 * that an edit reaches into grows over the new text: a mask may cover too much for a moment, never too little.
 */
export function afterChanges(ranges: readonly Range[], changes: readonly Change[]): readonly Range[] {
  // Later places first, so that an edit moves nothing that an edit before it still has to find.
  const ordered = changes.toSorted((a, b) => b.range.start.compareTo(a.range.start));
  return ordered.reduce<readonly Range[]>((now, change) => now.map((range) => afterChange(range, change)), ranges);
}

function afterChange(range: Range, change: Change): Range {
  const { start, end } = change.range;
  if (start.isAfterOrEqual(range.end)) return range;
  const newEnd = endOf(change);
  if (end.isBeforeOrEqual(range.start))
    return new Range(moved(range.start, end, newEnd), moved(range.end, end, newEnd));
  const from = start.isBefore(range.start) ? start : range.start;
  const to = end.isAfter(range.end) ? newEnd : moved(range.end, end, newEnd);
  return new Range(from, to);
}

/** A place behind the replaced piece, whose end `from` is now at `to`. */
function moved(place: Position, from: Position, to: Position): Position {
  const line = place.line + to.line - from.line;
  return new Position(
    line,
    place.line === from.line ? place.character + to.character - from.character : place.character,
  );
}

function endOf({ range: { start }, text }: Change): Position {
  const lines = text.split("\n");
  const last = lines.at(-1) ?? "";
  return lines.length === 1
    ? new Position(start.line, start.character + last.length)
    : new Position(start.line + lines.length - 1, last.length);
}
