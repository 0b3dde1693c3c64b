import type { Assignment, Reader } from "./readers/assignment.ts";
import { assignmentAt } from "./readers/at-hit.ts";
import { readerFor } from "./readers/index.ts";

export interface KeywordPlace {
  readonly start: number;
  readonly end: number;
}

/** Every assignment of a text: all of a format's, where a reader knows it, and those around the key words. */
export function assignmentsOf(
  path: string,
  text: string,
  code: boolean,
  places: readonly KeywordPlace[],
): readonly Assignment[] {
  const reader = readerFor(path, text);
  const structured = reader === undefined ? undefined : read(reader, text);
  if (structured === undefined) {
    const options = { code, structured: false };
    return places.flatMap(({ start, end }) => assignmentAt(text, start, end, options) ?? []);
  }
  const atHits = places.flatMap(({ start, end }) => assignmentAt(text, start, end, { code, structured: true }) ?? []);
  return [...structured, ...atHits, ...embedded(text, structured, places)];
}

/** undefined: the text is not what its name says; it is then read like any other text. */
function read(reader: Reader, text: string): readonly Assignment[] | undefined {
  try {
    return reader(text);
  } catch {
    return undefined;
  }
}

const script = /\s|\/\/[^/]+[^?]*\?/;

/** Assignments inside string values: a pipeline's `run: |` block, a notebook's cell, an npm script. */
function embedded(
  text: string,
  structured: readonly Assignment[],
  places: readonly KeywordPlace[],
): readonly Assignment[] {
  const outer = structured.filter(({ value }) => value.length >= 12 && script.test(value));
  if (outer.length === 0 || places.length === 0) return [];
  const flat = flattened(text);
  return places.flatMap(({ start, end }) => {
    const around = holding(outer, start, end);
    const inner = around === undefined ? undefined : assignmentAt(flat, start, end, { code: false, structured: false });
    if (around === undefined || inner === undefined || inner.start < around.start || inner.end > around.end) return [];
    return trimmed(inner);
  });
}

/** Escaped quotes and line breaks of a JSON string as the text they mean, at the same offsets. */
const flattened = (text: string): string =>
  text.replace(/\\(["nrt])/g, (_all, what: string) => (what === '"' ? '" ' : " \n"));

/** Values are in order of place and do not overlap. */
function holding(outer: readonly Assignment[], start: number, end: number): Assignment | undefined {
  let low = 0;
  let high = outer.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((outer[middle]?.start ?? 0) <= start) low = middle;
    else high = middle - 1;
  }
  const candidate = outer[low];
  return candidate !== undefined && candidate.start <= start && end <= candidate.end ? candidate : undefined;
}

function trimmed(inner: Assignment): Assignment {
  const value = inner.value.trim();
  const lead = inner.value.length - inner.value.trimStart().length;
  return { ...inner, value, start: inner.start + lead, end: inner.start + lead + value.length, syntax: "embedded" };
}
