import { lineStart } from "./lines.ts";
import type { Assignment, Reader } from "./readers/assignment.ts";
import { assignmentAt } from "./readers/at-hit.ts";
import { readerFor } from "./readers/index.ts";
import { readIni } from "./readers/ini.ts";

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
  const atHits = places.flatMap(({ start, end }) => {
    const inFormat = !isComment(text, start) && (reader !== readIni || standsOnLine(structured, text, start));
    return assignmentAt(text, start, end, { code, structured: inFormat }) ?? [];
  });
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

/** No format's reader gives what is commented out, and credentials are often parked there. */
function isComment(text: string, at: number): boolean {
  const start = lineStart(text, at, 200);
  return /^[ \t]*(?:#|;|\/\/|<!--)/.test(text.slice(start, Math.min(at, start + 40)));
}

/** Whether the reader gave something of this line: `.conf` files of many programs are no INI at all. */
function standsOnLine(structured: readonly Assignment[], text: string, at: number): boolean {
  const end = text.slice(at, at + 400).indexOf("\n");
  const last = before(structured, end < 0 ? at + 400 : at + end);
  return last !== undefined && last.end >= lineStart(text, at, 400);
}

const script = /\s|=|":|\/\/[^/\s][^?\s]{0,400}\?/;

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

function holding(outer: readonly Assignment[], start: number, end: number): Assignment | undefined {
  const candidate = before(outer, start);
  return candidate !== undefined && end <= candidate.end ? candidate : undefined;
}

/** The last that starts at or before this place; values are in order of place and do not overlap. */
function before(ordered: readonly Assignment[], at: number): Assignment | undefined {
  let low = 0;
  let high = ordered.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((ordered[middle]?.start ?? 0) <= at) low = middle;
    else high = middle - 1;
  }
  const candidate = ordered[low];
  return candidate !== undefined && candidate.start <= at ? candidate : undefined;
}

function trimmed(inner: Assignment): Assignment {
  const value = inner.value.trim();
  const lead = inner.value.length - inner.value.trimStart().length;
  return { ...inner, value, start: inner.start + lead, end: inner.start + lead + value.length, syntax: "embedded" };
}
