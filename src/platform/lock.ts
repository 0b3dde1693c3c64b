import { lstatSync, mkdirSync, readFileSync, readlinkSync, symlinkSync, unlinkSync, writeFileSync } from "node:fs";
import { hostname } from "node:os";
import { dirname } from "node:path";
import { LeastkeyError } from "../core/errors.ts";
import { codeOf } from "./code-of.ts";

/** Work under a lock takes milliseconds; a lock this old was left behind, whoever its process number now is. */
const staleAfterMs = 60_000;
/** The second lock is held for two system calls. */
const breakingStaleAfterMs = 5_000;

/**
 * Runs `work` while this process alone holds `path`; waits up to `waitMs`, then throws `busy`. Node has no flock, so the
 * lock is a symbolic link made to nowhere that names its holder, as Emacs makes them: one system call, so that no kill
 * leaves a lock without a name. Where links cannot be made it is a file made with O_EXCL. A lock whose holder is dead is
 * broken, by one process at a time.
 */
export function withLock<T>(path: string, waitMs: number, work: () => T): T {
  const done = tryWithLock(path, waitMs, work);
  if (done === undefined) throw new LeastkeyError("busy", "another Leastkey is at work here", "try again in a moment");
  return done.result;
}

/** The same; undefined when the lock was not to be had in that time. */
export function tryWithLock<T>(path: string, waitMs: number, work: () => T): { readonly result: T } | undefined {
  const until = Date.now() + waitMs;
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  for (let pause = 1; !take(path); pause = Math.min(pause * 2, 20)) {
    if (breakStale(path)) continue;
    if (Date.now() >= until) return undefined;
    sleep(pause + Math.random() * pause);
  }
  try {
    return { result: work() };
  } finally {
    remove(path);
  }
}

function take(path: string): boolean {
  const holder = `${String(process.pid)} ${hostname()}`;
  try {
    if (process.platform === "win32" || !link(holder, path)) writeFileSync(path, holder, { flag: "wx", mode: 0o600 });
    return true;
  } catch (error) {
    if (codeOf(error) === "EEXIST") return false;
    throw error;
  }
}

/** false: this disk has no symbolic links. */
function link(holder: string, path: string): boolean {
  try {
    symlinkSync(holder, path);
    return true;
  } catch (error) {
    if (codeOf(error) === "EPERM" || codeOf(error) === "ENOSYS" || codeOf(error) === "EOPNOTSUPP") return false;
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
    const [pid, host] = (isLink(path) ? readlinkSync(path) : readFileSync(path, "utf8")).split(" ");
    // A file is empty for the moment between creating and writing; its holder is alive then, or the age tells.
    return pid === undefined || pid === "" || host === undefined ? undefined : { pid: Number(pid), host };
  } catch {
    return undefined; // gone in the meantime: the next try takes it
  }
}

const isLink = (path: string): boolean => lstatSync(path).isSymbolicLink();

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
    return Date.now() - lstatSync(path).mtimeMs;
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
