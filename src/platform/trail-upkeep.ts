import { createHash } from "node:crypto";
import { closeSync, existsSync, fsyncSync, mkdirSync, openSync, renameSync, writeSync } from "node:fs";
import { basename, join } from "node:path";
import type { AuditEvent } from "../audit/event.ts";
import type { Clock } from "../core/ports.ts";
import { segmentName, type TrailPaths } from "./trail-paths.ts";

/** Bytes that are no record and were kept: their file, below the trail's folder. */
interface Aside {
  readonly name: string;
  readonly bytes: number;
  readonly sha256: string;
}

/** Keeps the bytes of a record that was never finished, before they are cut off the trail. */
export function setAside(paths: TrailPaths, torn: Buffer, clock: Clock): Aside {
  const sha256 = createHash("sha256").update(torn).digest("hex");
  const name = `torn-${String(Math.trunc(clock.now()))}-${sha256.slice(0, 8)}.bin`;
  mkdirSync(paths.quarantine, { recursive: true, mode: 0o700 });
  const handle = openSync(join(paths.quarantine, name), "w", 0o600);
  try {
    for (let done = 0; done < torn.length; ) done += writeSync(handle, torn, done);
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
  return { name: join(basename(paths.quarantine), name), bytes: torn.length, sha256 };
}

/** Says on the trail that bytes were set aside. */
export function recoveryOf(aside: Aside): AuditEvent {
  return {
    action: "trail.recover",
    outcome: "done",
    attribution: "confirmed",
    paths: [aside.name],
    reason: `${String(aside.bytes)} bytes of an unfinished record were set aside, SHA-256 ${aside.sha256}`,
  };
}

/**
 * Gives the full file its own name; the next append begins a new one that carries the chain on. A name that is taken
 * means that somebody went back in time with the files: nothing is overwritten, the file goes on growing.
 */
export function rotate(paths: TrailPaths, lastSequence: number): void {
  const full = join(paths.folder, segmentName(lastSequence));
  if (existsSync(full)) return;
  renameSync(paths.trail, full);
  flushFolder(paths.folder);
}

/** A new name is on the disk only when its folder is; Windows has no such call. */
export function flushFolder(folder: string): void {
  if (process.platform === "win32") return;
  const handle = openSync(folder, "r");
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}
