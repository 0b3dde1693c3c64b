import { LeastkeyError, messageOf } from "../../core/errors.ts";
import type { ExposurePlace, ExposureReport, ExposureSource } from "../../core/exposure/exposure.ts";
import { findInBytes, type KnownAt } from "../../core/exposure/find-in-bytes.ts";
import { unreadableRecords } from "../../core/exposure/places.ts";
import { isSqlite, sqliteRows } from "../../core/exposure/sqlite.ts";
import { whenOf } from "../../core/exposure/when.ts";
import type { Classification } from "../../core/finding.ts";
import { setTripwire, type Tripwire, type TripwireEntry } from "../../core/tripwire.ts";
import { labelOf } from "../scan-report.ts";
import { detectInRecord } from "./detect-in-record.ts";
import { knownValues } from "./known-values.ts";
import { piecesOf } from "./pieces.ts";
import type { ExposureOptions, ExposurePorts, RecordFile } from "./ports.ts";
import { ranked } from "./rank.ts";

/** Larger files are named as not searched: they would not fit beside an editor in memory. */
const largest = 512 * 1024 * 1024;

export interface ExposureFinds {
  readonly report: ExposureReport;
  /** What recognises the exposed values again; scrubbing works by these, without a value. */
  readonly values: readonly TripwireEntry[];
}

interface Search {
  readonly ports: ExposurePorts;
  readonly options: ExposureOptions;
  readonly errors: { readonly path: string; readonly message: string }[];
}

interface Learnt {
  readonly entries: Map<string, TripwireEntry>;
  readonly classified: Map<string, Classification>;
}

/**
 * Credentials that agents, shells and editors recorded on this machine: those it knows by fingerprint, and those that
 * detection recognises. Two passes, because a value recognised in one record is then looked for in all of them, in
 * every encoding. Nothing leaves the machine and no value leaves this function.
 */
export async function findExposures(ports: ExposurePorts, options: ExposureOptions): Promise<ExposureFinds> {
  const started = ports.clock.now();
  const { entries, notes } = knownValues(ports, options);
  const listing = ports.list();
  const search: Search = { ports, options, errors: [...listing.errors] };
  const learnt: Learnt = {
    entries: new Map(entries.map((entry) => [entry.fingerprint, entry])),
    classified: new Map(),
  };
  const total = listing.files.length * 2;
  const readable: RecordFile[] = [];
  for (const [done, file] of listing.files.entries()) {
    options.onProgress?.(done, total);
    if (await learnFrom(file, learnt, search)) readable.push(file);
  }
  const tripwire = setTripwire([...learnt.entries.values()], ports.fingerprinter);
  const places = new Map<string, ExposurePlace[]>();
  for (const [done, file] of readable.entries()) {
    options.onProgress?.(listing.files.length + done, total);
    for (const [fingerprint, place] of await placesIn(file, tripwire, search)) {
      places.set(fingerprint, [...(places.get(fingerprint) ?? []), place]);
    }
  }
  options.onProgress?.(total, total);
  const recorded = [...places].map(([fingerprint, found]) => {
    const classification = learnt.classified.get(fingerprint);
    const label = learnt.entries.get(fingerprint)?.label ?? "credential";
    return { fingerprint, label, places: found, ...(classification === undefined ? {} : { classification }) };
  });
  const report: ExposureReport = {
    version: 1,
    exposures: ranked(recorded, ports.clock.now()),
    files: readable.length,
    bytes: readable.reduce((sum, { size }) => sum + size, 0),
    durationMs: ports.clock.now() - started,
    sources: sourcesOf(readable),
    notes: [...new Set(notes), ...unreadableRecords.map(({ agent, reason }) => `${agent}: ${reason}`)],
    errors: search.errors,
  };
  return { report, values: [...learnt.entries.values()].filter(({ fingerprint }) => places.has(fingerprint)) };
}

/** The bytes of a record, or undefined with the reason noted. */
function contentOf(file: RecordFile, { ports, errors }: Search): Uint8Array | undefined {
  if (file.size > largest) {
    errors.push({ path: file.path, message: "larger than 512 MB: not searched" });
    return undefined;
  }
  try {
    return ports.files.read(file.path);
  } catch (error) {
    errors.push({ path: file.path, message: messageOf(error) });
    return undefined;
  }
}

function* searchable(bytes: Uint8Array): Generator<Uint8Array> {
  for (const whole of isSqlite(bytes) ? sqliteRows(bytes) : [bytes]) {
    for (const piece of piecesOf(whole)) yield piece.bytes;
  }
}

async function breathe({ ports, options }: Search): Promise<void> {
  await ports.pause();
  if (options.signal?.aborted === true)
    throw new LeastkeyError("cancelled", "the search for exposures was cancelled", "start it again");
}

/** false: it could not be read. Values come and go here; only fingerprints stay. */
async function learnFrom(file: RecordFile, learnt: Learnt, search: Search): Promise<boolean> {
  await breathe(search);
  const bytes = contentOf(file, search);
  if (bytes === undefined) return false;
  let since = 0;
  for (const part of searchable(bytes)) {
    for (const { value, ...rest } of detectInRecord(part)) {
      const fingerprint = search.ports.fingerprinter.fingerprint(value);
      if (!learnt.classified.has(fingerprint)) learnt.classified.set(fingerprint, rest.classification);
      if (learnt.entries.has(fingerprint)) continue;
      const entry = search.ports.fingerprinter.tripwire(value, labelOf(rest));
      if (entry !== undefined) learnt.entries.set(fingerprint, entry);
    }
    since += part.length;
    if (since < 200_000) continue; // a database has many small rows
    since = 0;
    await breathe(search);
  }
  return true;
}

async function placesIn(
  file: RecordFile,
  tripwire: Tripwire,
  search: Search,
): Promise<ReadonlyMap<string, ExposurePlace>> {
  const places = new Map<string, ExposurePlace>();
  const bytes = tripwire.size === 0 ? undefined : contentOf(file, search);
  if (bytes === undefined) return places;
  const add = (text: string, hits: readonly KnownAt[]): void => {
    for (const { entry, start } of hits) {
      const before = places.get(entry.fingerprint);
      const when = whenOf(text, start, search.ports.clock.now()) ?? file.mtimeMs;
      places.set(entry.fingerprint, {
        path: file.path,
        agent: file.agent,
        kind: file.kind,
        occurrences: (before?.occurrences ?? 0) + 1,
        since: Math.min(before?.since ?? when, when),
      });
    }
  };
  let since = 0;
  for (const { own, part } of partsOf(bytes)) {
    const hits = findInBytes(part, tripwire).filter(({ start }) => start < own);
    if (hits.length > 0) add(latin1(part), hits);
    since += part.length;
    if (since < 200_000) continue;
    since = 0;
    await breathe(search);
  }
  // Rows that were deleted still stand in free pages; they count where no row told the value.
  if (isSqlite(bytes)) {
    const rest = findInBytes(bytes, tripwire).filter(({ entry }) => !places.has(entry.fingerprint));
    if (rest.length > 0) add("", rest);
  }
  return places;
}

function* partsOf(bytes: Uint8Array): Generator<{ readonly own: number; readonly part: Uint8Array }> {
  for (const whole of isSqlite(bytes) ? sqliteRows(bytes) : [bytes]) {
    for (const { own, bytes: part } of piecesOf(whole)) yield { own, part };
  }
}

/** One unit for one byte, so that places agree; only ASCII is looked at in it. */
function latin1(bytes: Uint8Array): string {
  let text = "";
  for (let at = 0; at < bytes.length; at += 8192) text += String.fromCharCode(...bytes.subarray(at, at + 8192));
  return text;
}

function sourcesOf(files: readonly RecordFile[]): readonly ExposureSource[] {
  const counts = new Map<string, ExposureSource>();
  for (const { agent, kind } of files) {
    const id = `${agent} ${kind}`;
    counts.set(id, { agent, kind, files: (counts.get(id)?.files ?? 0) + 1 });
  }
  return [...counts.values()];
}
