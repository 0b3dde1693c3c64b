import type { ViewForm } from "./tripwire-runs.ts";
import { viewsOf } from "./tripwire-views.ts";
import { unitsIn, utf8 } from "./utf8.ts";

/** One known value: enough to recognise it in a command, not enough to recover it. */
export interface TripwireEntry {
  readonly fingerprint: string; // keyed HMAC-SHA-256, 16 hex digits
  readonly length: number; // UTF-8 bytes
  /** Keyed rolling hash of the first eight bytes, 24 bits: the prefilter that makes one pass enough. */
  readonly head: number;
  readonly label: string; // a reference, or "Stripe secret key (production)"
}

/** What recognising takes of the machine's key. `machineFingerprinter` gives the real one. */
export interface TripwireKey {
  /** 256 random words made from the key: one for each byte of the rolling hash. */
  readonly headTable: Uint32Array;
  /** The fingerprint of raw bytes, 16 hex digits. */
  digest(bytes: Uint8Array): string;
}

export interface TripwireHit {
  readonly entry: TripwireEntry;
  /** Where in the text, UTF-16 code units: what a redaction has to replace. Encoded forms give the encoded run. */
  readonly start: number;
  readonly end: number;
  readonly form: ViewForm;
}

export interface TripwireFinds {
  readonly hits: readonly TripwireHit[];
  /** False when the text held so many near-hits that the search gave up: the caller refuses. */
  readonly complete: boolean;
}

/** The known values, arranged for search. */
export interface Tripwire {
  readonly key: TripwireKey;
  readonly size: number;
  /** One bit per low 16 bits of a head. */
  readonly sieve: Uint8Array;
  /** The values of one head, by length and fingerprint. */
  readonly at: (head: number) => ByLength | undefined;
  readonly entries: () => readonly TripwireEntry[];
}

type ByLength = ReadonlyMap<number, ReadonlyMap<string, TripwireEntry>>;

/** So many heads are looked for in the lists, as short texts have them; then the values are arranged. */
const searchedInLists = 64;

/** The rolling hash looks at this many bytes; shorter values cannot be recognised. */
export const headBytes = 8;

/** One HMAC takes some 3 µs: about half a second in all, so the hook's own deadline holds. */
const digestBudget = 150_000;

/** The 24-bit head of the first eight bytes. */
export function headOf(bytes: Uint8Array, table: Uint32Array): number {
  return headWord(bytes, table) >>> 8;
}

/** Known values whose entries are made when they are asked for; the heads alone tell that most texts hold none. */
export interface KnownValues {
  readonly heads: readonly number[];
  readonly entries: () => readonly TripwireEntry[];
}

export function setTripwire(entries: readonly TripwireEntry[], key: TripwireKey): Tripwire {
  return tripwireOf([{ heads: entries.map(({ head }) => head), entries: () => entries }], key);
}

export function tripwireOf(known: readonly KnownValues[], key: TripwireKey): Tripwire {
  const sieve = new Uint8Array(8192);
  let size = 0;
  for (const values of known) {
    for (const head of values.heads) {
      const low = head & 0xffff;
      sieve[low >> 3] = (sieve[low >> 3] ?? 0) | (1 << (low & 7));
    }
    size += values.heads.length;
  }
  let heads: ReadonlyMap<number, ByLength> | undefined;
  let searched = 0;
  const entries = (): readonly TripwireEntry[] => known.flatMap((values) => values.entries());
  const at = (head: number): ByLength | undefined => {
    const isNone =
      heads === undefined && searched++ < searchedInLists && !known.some((one) => one.heads.includes(head));
    return isNone ? undefined : (heads ??= arranged(entries())).get(head);
  };
  return { key, size, sieve, at, entries };
}

function arranged(entries: readonly TripwireEntry[]): ReadonlyMap<number, ByLength> {
  const heads = new Map<number, Map<number, Map<string, TripwireEntry>>>();
  for (const entry of entries) {
    const lengths = heads.get(entry.head) ?? new Map<number, Map<string, TripwireEntry>>();
    const prints = lengths.get(entry.length) ?? new Map<string, TripwireEntry>();
    prints.set(entry.fingerprint, entry);
    lengths.set(entry.length, prints);
    heads.set(entry.head, lengths);
  }
  return heads;
}

/** The values that a tripwire was set with, each once. */
export function entriesOf({ entries }: Tripwire): readonly TripwireEntry[] {
  return [
    ...new Map(entries().map((one) => [`${one.fingerprint} ${String(one.length)} ${String(one.head)}`, one])).values(),
  ];
}

/** Known values in a text: as they are, split by quotes or concatenation, and encoded, two layers deep. */
export function findKnown(text: string, tripwire: Tripwire): TripwireFinds {
  if (tripwire.size === 0 || text.length < headBytes) return { hits: [], complete: true };
  const source = utf8(text);
  const plainAscii = source.length === text.length;
  const toUnits = (at: number): number => (plainAscii ? at : unitsIn(source, at));
  const budget = { left: digestBudget };
  const hits = new Map<string, TripwireHit>();
  for (const view of viewsOf(source)) {
    for (const { entry, at } of search(view.bytes, tripwire, budget)) {
      const range = view.range(at, at + entry.length);
      const start = toUnits(range[0]);
      const end = toUnits(range[1]);
      const id = `${entry.fingerprint} ${start} ${end}`;
      if (!hits.has(id)) hits.set(id, { entry, start, end, form: view.form });
    }
    if (budget.left <= 0) break;
  }
  return { hits: [...hits.values()], complete: budget.left > 0 };
}

/** Known values in bytes as they stand, no other reading tried: some hundred times faster than `findKnown`. */
export function findPlain(
  bytes: Uint8Array,
  tripwire: Tripwire,
): readonly { readonly entry: TripwireEntry; readonly at: number }[] {
  return tripwire.size === 0 ? [] : [...search(bytes, tripwire, { left: Number.POSITIVE_INFINITY })];
}

function* search(
  bytes: Uint8Array,
  tripwire: Tripwire,
  budget: { left: number },
): Generator<{ readonly entry: TripwireEntry; readonly at: number }> {
  const table = tripwire.key.headTable;
  const last = bytes.length - headBytes;
  if (last < 0) return;
  let hash = headWord(bytes, table);
  for (let at = 0; ; at++) {
    const head = hash >>> 8;
    const low = head & 0xffff;
    if (((tripwire.sieve[low >> 3] ?? 0) & (1 << (low & 7))) !== 0) {
      for (const entry of entriesAt(bytes, at, { tripwire, head, budget })) yield { entry, at };
      if (budget.left <= 0) return;
    }
    if (at >= last) return;
    const out = table[bytes[at] ?? 0] ?? 0;
    const incoming = table[bytes[at + headBytes] ?? 0] ?? 0;
    hash = ((hash << 1) | (hash >>> 31)) ^ ((out << headBytes) | (out >>> (32 - headBytes))) ^ incoming;
  }
}

function headWord(bytes: Uint8Array, table: Uint32Array): number {
  let hash = 0;
  for (let step = 0; step < headBytes; step++) {
    hash = ((hash << 1) | (hash >>> 31)) ^ (table[bytes[step] ?? 0] ?? 0);
  }
  return hash;
}

interface Candidate {
  readonly tripwire: Tripwire;
  readonly head: number;
  readonly budget: { left: number };
}

function* entriesAt(bytes: Uint8Array, at: number, { tripwire, head, budget }: Candidate): Generator<TripwireEntry> {
  for (const [length, prints] of tripwire.at(head) ?? []) {
    if (at + length > bytes.length) continue;
    if (budget.left-- <= 0) return;
    const entry = prints.get(tripwire.key.digest(bytes.subarray(at, at + length)));
    if (entry !== undefined) yield entry;
  }
}
