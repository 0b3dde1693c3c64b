import type { Entries } from "./entries.ts";
import { l10n } from "./l10n.ts";

/** Entries between two points of time, by verdict. */
export interface Bucket {
  readonly denied: number;
  readonly asked: number;
  readonly allowed: number;
  readonly other: number;
}

export interface Buckets {
  readonly start: number; // of the first bucket, milliseconds since 1970
  readonly minutes: number; // in each bucket
  readonly all: readonly Bucket[];
  readonly most: number; // entries in the fullest one
}

const minute = 60_000;
/** Lengths that a clock's face has. */
const lengths = [1, 2, 5, 10, 15, 30, 60, 120, 360, 720, 1440, 10_080, 43_200, 525_600] as const;

/** Entries per minute, or per as many minutes as make at most `atMost` buckets. undefined: there are no entries. */
export function bucketsOf(entries: Entries, slots: Int32Array, atMost: number): Buckets | undefined {
  const [first, last] = rangeOf(entries, slots);
  if (first > last) return undefined;
  const wanted = (last - first) / minute / Math.max(1, atMost - 1);
  const minutes = lengths.find((length) => length >= wanted) ?? lengths[lengths.length - 1] ?? 1;
  const length = minutes * minute;
  // Clocks go by local time, so a bucket of a day begins at midnight there.
  const shift = new Date(first).getTimezoneOffset() * minute;
  const start = Math.floor((first - shift) / length) * length + shift;
  const count = Math.floor((last - start) / length) + 1;
  const counts = { denied: zeros(count), asked: zeros(count), allowed: zeros(count), other: zeros(count) };
  for (const slot of slots) {
    const at = Math.floor((entries.time(slot) - start) / length);
    const outcome = entries.outcome(slot);
    const column =
      outcome === "denied" || outcome === "asked" || outcome === "allowed" ? counts[outcome] : counts.other;
    column[at] = (column[at] ?? 0) + 1;
  }
  const all = Array.from({ length: count }, (_, at) => ({
    denied: counts.denied[at] ?? 0,
    asked: counts.asked[at] ?? 0,
    allowed: counts.allowed[at] ?? 0,
    other: counts.other[at] ?? 0,
  }));
  return { start, minutes, all, most: all.reduce((most, bucket) => Math.max(most, totalOf(bucket)), 0) };
}

export const totalOf = ({ denied, asked, allowed, other }: Bucket): number => denied + asked + allowed + other;

export const perWords = (minutes: number): string => {
  if (minutes === 1) return l10n.t("minute");
  if (minutes < 60) return l10n.t("{0} minutes", minutes);
  if (minutes === 60) return l10n.t("hour");
  if (minutes < 1440) return l10n.t("{0} hours", minutes / 60);
  return minutes === 1440 ? l10n.t("day") : l10n.t("{0} days", Math.round(minutes / 1440));
};

const zeros = (count: number): Uint32Array => new Uint32Array(count);

/** A clock may have gone back, so the first record need not be the earliest. */
function rangeOf(entries: Entries, slots: Int32Array): readonly [number, number] {
  let first = Number.POSITIVE_INFINITY;
  let last = Number.NEGATIVE_INFINITY;
  for (const slot of slots) {
    const time = entries.time(slot);
    if (time < first) first = time;
    if (time > last) last = time;
  }
  return [first, last];
}
