import { recogniseReference } from "../core/reference.ts";
import type { TripwireEntry } from "../core/tripwire.ts";
import type { Ports } from "./ports.ts";
import { type IndexContent, type IndexHome, readIndexAt, writeIndex } from "./write-index.ts";

/** What the vault just took in: the value stays known to the tripwire although no file holds it any more. */
export interface KnownSecret {
  readonly reference: string;
  readonly value: Parameters<Ports["fingerprinter"]["tripwire"]>[0];
}

export interface IndexChange {
  /** Files that an index names now and did not before; none when this is the first. */
  readonly added: readonly string[];
}

/**
 * Writes the index after a scan. Values that were moved to the vault carry their reference as label; the scan cannot
 * see them any more, so they are taken over from the index before, and `moved` adds the newest.
 */
export function refreshIndex(
  root: string,
  content: IndexContent,
  ports: Pick<Ports, "files" | "clock" | "fingerprinter">,
  { home, moved = [] }: { readonly home: IndexHome; readonly moved?: readonly KnownSecret[] },
): IndexChange {
  const before = readIndexAt(ports.files.realPath(root) ?? root, ports.files, home);
  const kept =
    before.kind === "found"
      ? before.index.values.entries().filter(({ label }) => recogniseReference(label) !== undefined)
      : [];
  const added = moved.flatMap(({ reference, value }) => ports.fingerprinter.tripwire(value, reference) ?? []);
  const values = new Map<string, TripwireEntry>();
  // A reference says more than "Stripe secret key": it wins where a value stands in a file as well.
  for (const entry of [...content.values, ...kept, ...added]) values.set(entry.fingerprint, entry);
  writeIndex(root, { protectedPaths: content.protectedPaths, values: [...values.values()] }, ports, home);
  if (before.kind !== "found") return { added: [] };
  const known = new Set(before.index.protectedPaths.map(({ path }) => path));
  return { added: content.protectedPaths.map(({ path }) => path).filter((path) => !known.has(path)) };
}

/** true: this workspace has been protected on this machine. */
export function hasIndex(root: string, ports: Pick<Ports, "files">, home: IndexHome): boolean {
  return readIndexAt(ports.files.realPath(root) ?? root, ports.files, home).kind !== "missing";
}
