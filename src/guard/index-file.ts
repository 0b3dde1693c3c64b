import type { ProtectedPath } from "../core/finding.ts";
import type { TripwireEntry } from "../core/tripwire.ts";

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
  readonly values: readonly TripwireEntry[];
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
  if (!isListOf(protectedPaths, isProtectedPath) || !isListOf(values, isEntry)) return undefined;
  return { version: 1, root, written, keyMark, protectedPaths, values };
}

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

function isEntry(item: unknown): item is TripwireEntry {
  return (
    isRecord(item) &&
    typeof item["fingerprint"] === "string" &&
    typeof item["length"] === "number" &&
    typeof item["head"] === "number" &&
    typeof item["label"] === "string"
  );
}
