import { findPlain, type Tripwire, type TripwireEntry } from "../tripwire.ts";
import { decodedRuns, type View } from "../tripwire-runs.ts";
import { unescaped } from "../tripwire-views.ts";
import { jsonText } from "./json-text.ts";

/** One known value in a record; bytes of the record, whole escapes and whole encoded runs. */
export interface KnownAt {
  readonly entry: TripwireEntry;
  readonly start: number;
  readonly end: number;
}

const viewOf = (bytes: Uint8Array): View => ({ form: "plain", bytes, range: (from, to) => [from, to] });

/** A record as it stands, and as the text inside its JSON strings, two deep: a tool's arguments are JSON in JSON. */
export function readings(bytes: Uint8Array): readonly View[] {
  const plain = viewOf(bytes);
  const once = jsonText(plain);
  const twice = once === undefined ? undefined : jsonText(once);
  return [plain, once, twice].filter((view) => view !== undefined);
}

/**
 * Known values in a record: as they stand, inside JSON, percent-encoded, in base64 and in hex. Looks less deep than
 * the hook's tripwire, because records are gigabytes and nobody hides a value from a transcript.
 */
export function findInBytes(bytes: Uint8Array, tripwire: Tripwire): readonly KnownAt[] {
  const found = new Map<string, KnownAt>();
  for (const view of allViews(bytes)) {
    for (const { entry, at } of findPlain(view.bytes, tripwire)) {
      const [start, end] = view.range(at, at + entry.length);
      const id = `${entry.fingerprint} ${String(start)}`;
      // A value that ends in a backslash ends inside an escape as it stands: the longer reading is the whole of it.
      if (end > (found.get(id)?.end ?? 0)) found.set(id, { entry, start, end });
    }
  }
  return withoutInner([...found.values()].toSorted((a, b) => a.start - b.start || b.end - a.end));
}

function* allViews(bytes: Uint8Array): Generator<View> {
  const views = readings(bytes);
  yield* views;
  const deepest = views.at(-1);
  const inner = views[1] ?? views[0]; // base64 in JSON has no escape but that of its slash
  if (deepest === undefined || inner === undefined) return;
  const plainer = unescaped(deepest);
  if (plainer !== undefined) yield plainer;
  for (const { view } of decodedRuns(inner)) yield view;
}

/** The same value told by two readings of one place counts once. */
function withoutInner(sorted: readonly KnownAt[]): readonly KnownAt[] {
  const ends = new Map<string, number>();
  return sorted.filter(({ entry, start, end }) => {
    if (start < (ends.get(entry.fingerprint) ?? 0)) return false;
    ends.set(entry.fingerprint, end);
    return true;
  });
}
