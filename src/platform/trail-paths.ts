import { readdirSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { codeOf } from "./code-of.ts";
import type { Home } from "./home.ts";

/** Where the trail and what belongs to it stand: all beside `home.trail`. */
export interface TrailPaths {
  readonly folder: string;
  readonly trail: string;
  readonly lock: string;
  readonly key: string; // Ed25519 private key, PEM, 0600
  readonly publicKey: string; // one line, a C2SP verifier key
  readonly checkpoints: string;
  readonly quarantine: string;
  readonly waiting: string; // folder of records that are not chained yet
}

export function trailPaths(home: Home): TrailPaths {
  const folder = dirname(home.trail);
  return {
    folder,
    trail: home.trail,
    lock: join(folder, "trail.lock"),
    key: join(folder, "checkpoint.key"),
    publicKey: join(folder, "checkpoint.pub"),
    checkpoints: join(folder, "checkpoints.jsonl"),
    quarantine: join(folder, "quarantine"),
    waiting: join(folder, "waiting"),
  };
}

const segment = /^trail-(\d{12})\.jsonl$/;

/** A full file is named by the sequence of its last record, so that names sort as records do. */
export const segmentName = (lastSequence: number): string => `trail-${String(lastSequence).padStart(12, "0")}.jsonl`;

/** The full files of the trail, oldest first; the one being written is not among them. */
export function segments(paths: TrailPaths): readonly string[] {
  try {
    return readdirSync(paths.folder)
      .filter((name) => segment.test(name))
      .toSorted()
      .map((name) => join(paths.folder, name));
  } catch (error) {
    if (codeOf(error) === "ENOENT") return [];
    throw error;
  }
}

/** The sequence of the last record in a full file, by its name. */
export function lastSequenceOf(path: string): number {
  return Number(segment.exec(basename(path))?.[1] ?? 0);
}
