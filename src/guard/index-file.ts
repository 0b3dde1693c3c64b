import type { ProtectedPath } from "../core/finding.ts";
import type { KnownValues, TripwireEntry } from "../core/tripwire.ts";

/**
 * What the hook reads in one go: which paths are protected and which values are known, for one workspace. It holds no
 * value and no unkeyed hash. One file per workspace in LEASTKEY_HOME/index, named by a hash of the root's real path.
 */
export interface GuardIndex {
  readonly version: 1;
  readonly root: string; // real path
  readonly written: string; // ISO 8601
  /** The fingerprint of a fixed text: tells an index written under another machine key, whose values match nothing. */
  readonly keyMark: string;
  readonly protectedPaths: readonly ProtectedPath[];
  readonly values: KnownValues;
}

/** What looking for an index gave. Only `found` can be relied on; the hook refuses what it cannot judge otherwise. */
export type IndexLookup =
  | { readonly kind: "found"; readonly index: GuardIndex }
  | { readonly kind: "missing" }
  | { readonly kind: "torn"; readonly file: string; readonly root: string }
  | { readonly kind: "newer"; readonly file: string; readonly root: string };

/** `undefined`: the text is no index. Hand-written: the hook's bundle has no room for a schema library. */
export function parseIndex(text: string): GuardIndex | "newer" | undefined {
  let data: unknown;
  try {
    data = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (!isRecord(data) || typeof data["version"] !== "number") return undefined;
  if (data["version"] > 1) return "newer";
  const { root, written, keyMark, protectedPaths, values } = data;
  if (typeof root !== "string" || typeof written !== "string" || typeof keyMark !== "string") return undefined;
  const known = columnsOf(values);
  if (!isListOf(protectedPaths, isProtectedPath) || known === undefined) return undefined;
  return { version: 1, root, written, keyMark, protectedPaths, values: known };
}

/** How values stand in the file. By column: of thousands a call needs the heads and mostly nothing else. */
interface Columns {
  readonly fingerprints: string; // 16 hex digits each, one after the other
  readonly lengths: readonly number[];
  readonly heads: readonly number[];
  readonly labels: readonly string[];
  /** Of each value, which label. */
  readonly labelled: readonly number[];
}

const printDigits = 16;

export function toColumns(entries: readonly TripwireEntry[]): Columns {
  const labels = [...new Set(entries.map(({ label }) => label))];
  const places = new Map(labels.map((label, at) => [label, at]));
  return {
    fingerprints: entries.map(({ fingerprint }) => fingerprint).join(""),
    lengths: entries.map(({ length }) => length),
    heads: entries.map(({ head }) => head),
    labels,
    labelled: entries.map(({ label }) => places.get(label) ?? 0),
  };
}

function columnsOf(data: unknown): KnownValues | undefined {
  if (!isRecord(data)) return undefined;
  const { fingerprints, lengths, heads, labels, labelled } = data;
  if (typeof fingerprints !== "string" || !/^[0-9a-f]*$/.test(fingerprints)) return undefined;
  if (!isListOf(heads, isNatural) || !isListOf(lengths, isNatural) || !isListOf(labelled, isNatural)) return undefined;
  if (!isListOf(labels, isText) || labelled.some((at) => at >= labels.length)) return undefined;
  const count = heads.length;
  if (fingerprints.length !== count * printDigits || lengths.length !== count || labelled.length !== count)
    return undefined;
  return {
    heads,
    entries: () =>
      heads.map((head, at) => ({
        fingerprint: fingerprints.slice(at * printDigits, (at + 1) * printDigits),
        length: lengths[at] ?? 0,
        head,
        label: labels[labelled[at] ?? 0] ?? "",
      })),
  };
}

const isText = (item: unknown): item is string => typeof item === "string";
const isNatural = (item: unknown): item is number => typeof item === "number" && Number.isInteger(item) && item >= 0;

function isRecord(data: unknown): data is Readonly<Record<string, unknown>> {
  return typeof data === "object" && data !== null && !Array.isArray(data);
}

function isListOf<T>(data: unknown, isOne: (item: unknown) => item is T): data is readonly T[] {
  return Array.isArray(data) && data.every(isOne);
}

function isProtectedPath(item: unknown): item is ProtectedPath {
  return (
    isRecord(item) &&
    typeof item["path"] === "string" &&
    (item["because"] === "name" || item["because"] === "finding") &&
    typeof item["reason"] === "string"
  );
}
