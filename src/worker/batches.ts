import { LeastkeyError } from "../core/errors.ts";
import { failure, type ScanPart } from "../guard/scan.ts";
import type { BaselineAsk } from "../guard/scan-baseline.ts";
import type { Reply } from "./messages.ts";
import { Overrun, type Question, type WorkerPool } from "./pool.ts";

/** What a scan is asked beyond where to look. */
export interface ScanSettings {
  readonly baseline?: BaselineAsk | undefined;
  /** From the user's settings, as typed; they hold over those of the project's file. */
  readonly overrides?: readonly unknown[];
}

export interface Bench {
  readonly pool: WorkerPool;
  readonly batchDeadlineMs: number;
}

export function unexpected(reply: Reply): never {
  throw new Error(`the scan worker answered ${reply.kind}`);
}

export function refuseAborted(signal: AbortSignal | undefined): void {
  if (signal?.aborted === true) throw new LeastkeyError("cancelled", "the scan was cancelled", "start it again");
}

/** An item that makes the worker overrun is left out and reported; the rest of its batch is scanned again. */
export async function scanBatch<T extends { readonly path: string }>(
  { pool, batchDeadlineMs }: Bench,
  items: readonly T[],
  question: (items: readonly T[]) => Question,
  onMembers?: (members: string) => void,
): Promise<readonly ScanPart[]> {
  const parts: ScanPart[] = [];
  let rest = items;
  while (rest.length > 0) {
    try {
      const reply = await pool.ask(question(rest), batchDeadlineMs);
      if (reply.kind !== "scanned") return unexpected(reply);
      if (reply.members !== undefined && reply.members !== "") onMembers?.(reply.members);
      return [...parts, reply.part];
    } catch (error) {
      if (!(error instanceof Overrun)) throw error;
      const stuck = rest[Math.min(error.done, rest.length - 1)];
      parts.push(failure(stuck?.path ?? "", "took too long: left out"));
      rest = rest.filter((item) => item !== stuck);
    }
  }
  return parts;
}

export const filesQuestion =
  (root: string, { baseline, overrides = [] }: ScanSettings = {}) =>
  (items: readonly { readonly path: string }[]): Question => ({
    kind: "files",
    root,
    paths: items.map(({ path }) => path),
    baseline,
    overrides,
  });
