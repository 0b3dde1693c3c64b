import { closeSync, mkdirSync, openSync, readFileSync, statSync, unlinkSync, writeSync } from "node:fs";
import { hostname } from "node:os";
import { dirname } from "node:path";
import { LeastkeyError } from "../core/errors.ts";
import { codeOf } from "./code-of.ts";

/** Work under a lock takes milliseconds; a lock this old was left behind, whoever its process number now is. */
const staleAfterMs = 60_000;
/** The second lock is held for two system calls. */
const breakingStaleAfterMs = 5_000;

/**
 * Runs `work` while this process alone holds `path`. Node has no flock, so the lock is a file made with O_EXCL that
 * names its holder; a lock whose holder is dead (killed in the middle) is broken, by one process at a time.
 * Waits up to `waitMs`, then throws `busy`.
 */
export function withLock<T>(path: string, waitMs: number, work: () => T): T {
  const until = Date.now() + waitMs;
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  for (let pause = 1; !take(path); pause = Math.min(pause * 2, 20)) {
    if (breakStale(path)) continue;
    if (Date.now() >= until) {
      throw new LeastkeyError("busy", "another Leastkey is at work here", "try again in a moment");
    }
    sleep(pause + Math.random() * pause);
  }
  try {
    return work();
  } finally {
    remove(path);
  }
}

function take(path: string): boolean {
  try {
    const handle = openSync(path, "wx", 0o600);
    try {
      writeSync(handle, `${String(process.pid)} ${hostname()}`);
    } finally {
      closeSync(handle);
    }
    return true;
  } catch (error) {
    if (codeOf(error) === "EEXIST") return false;
    throw error;
  }
}

/** true when the lock was stale and is gone now. The holder is looked at again inside the second lock. */
function breakStale(path: string): boolean {
  if (!isStale(path)) return false;
  const breaking = `${path}.breaking`;
  if (!take(breaking)) {
    if (ageOf(breaking) > breakingStaleAfterMs) remove(breaking);
    return false;
  }
  try {
    if (!isStale(path)) return false;
    remove(path);
    return true;
  } finally {
    remove(breaking);
  }
}

function isStale(path: string): boolean {
  const age = ageOf(path);
  if (age > staleAfterMs) return true;
  const holder = holderOf(path);
  if (holder === undefined) return false;
  return holder.host === hostname() && !isAlive(holder.pid);
}

function holderOf(path: string): { readonly pid: number; readonly host: string } | undefined {
  try {
    const [pid, host] = readFileSync(path, "utf8").split(" ");
    // Empty for the moment between creating and writing; its holder is alive then, or the age tells.
    return pid === undefined || pid === "" || host === undefined ? undefined : { pid: Number(pid), host };
  } catch {
    return undefined; // gone in the meantime: the next try takes it
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return codeOf(error) === "EPERM"; // somebody else's process is alive too
  }
}

/** Milliseconds since the file was written; 0 when it is gone. */
function ageOf(path: string): number {
  try {
    return Date.now() - statSync(path).mtimeMs;
  } catch {
    return 0; // gone in the meantime
  }
}

function remove(path: string): void {
  try {
    unlinkSync(path);
  } catch (error) {
    if (codeOf(error) !== "ENOENT") throw error;
  }
}

const sleeper = new Int32Array(new SharedArrayBuffer(4));
function sleep(ms: number): void {
  Atomics.wait(sleeper, 0, 0, ms);
}
