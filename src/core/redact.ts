import { findKnown, type Tripwire } from "./tripwire.ts";

/** Where something stands in a text that must not be shown, and what to show in its place. */
export interface Redaction {
  readonly start: number;
  readonly end: number;
  readonly label: string;
}

/** Finds secrets that no index knows; `undefined` when only known values are looked for. */
export type FindSecrets = ((text: string) => readonly Redaction[]) | undefined;

export interface Redacted {
  readonly text: string;
  /** Fingerprints of the known values that were taken out. */
  readonly fingerprints: readonly string[];
  readonly changed: boolean;
}

/** The text without the known values, in any of their forms, and without what `find` finds. Says so when it gave up. */
export function redactText(text: string, tripwire: Tripwire, find: FindSecrets): Redacted {
  const { hits, complete } = findKnown(text, tripwire);
  if (!complete) return { text: "[removed: too much to search for credentials]", fingerprints: [], changed: true };
  const ranges = [
    ...hits.map(({ start, end, entry }) => ({ start, end, label: entry.label })),
    ...(find?.(text) ?? []),
  ].sort((left, right) => left.start - right.start || right.end - left.end);
  let redacted = "";
  let at = 0;
  for (const { start, end, label } of ranges) {
    if (end <= at) continue;
    if (start >= at) redacted += `${text.slice(at, start)}[${label}]`;
    at = end;
  }
  const fingerprints = [...new Set(hits.map((hit) => hit.entry.fingerprint))];
  return { text: redacted + text.slice(at), fingerprints, changed: ranges.length > 0 };
}

export interface RedactedValue {
  readonly value: unknown;
  readonly fingerprints: readonly string[];
  readonly changed: boolean;
}

/** The same for every string in a JSON value; the shape stays, which agents insist on. */
export function redactValue(value: unknown, redact: (text: string) => Redacted): RedactedValue {
  if (typeof value === "string") {
    const { text, fingerprints, changed } = redact(value);
    return { value: text, fingerprints, changed };
  }
  if (Array.isArray(value)) {
    const items = value.map((item: unknown) => redactValue(item, redact));
    return { ...merged(items), value: items.map((item) => item.value) };
  }
  if (typeof value !== "object" || value === null) return { value, fingerprints: [], changed: false };
  const entries = Object.entries(value).map(([key, item]) => [key, redactValue(item, redact)] as const);
  return {
    ...merged(entries.map(([, item]) => item)),
    value: Object.fromEntries(entries.map(([key, item]) => [key, item.value])),
  };
}

function merged(items: readonly RedactedValue[]): Omit<RedactedValue, "value"> {
  return {
    fingerprints: [...new Set(items.flatMap((item) => item.fingerprints))],
    changed: items.some((item) => item.changed),
  };
}
