import { readdirSync, readFileSync } from "node:fs";

/** The process and all that it started and that still hang on it. Linux only: elsewhere it is alone. */
export function treeOf(pid: number): readonly number[] {
  const found = [pid];
  for (let at = 0; at < found.length; at++) {
    const children = readOr(`/proc/${String(found[at])}/task/${String(found[at])}/children`) ?? "";
    found.push(
      ...children
        .split(" ")
        .filter((part) => part !== "")
        .map(Number),
    );
  }
  return found;
}

/**
 * The most that these processes have held so far, in MB (10^6): their VmHWM together, which counts shared pages more
 * than once, so it is an upper bound. undefined where /proc does not tell.
 */
export function peakMemoryOf(pids: readonly number[]): number | undefined {
  const peaks = pids.flatMap((pid) => {
    const kilobytes = /^VmHWM:\s+(\d+) kB$/m.exec(readOr(`/proc/${String(pid)}/status`) ?? "")?.[1];
    return kilobytes === undefined ? [] : [Number(kilobytes)];
  });
  return peaks.length === 0 ? undefined : Math.round((peaks.reduce((sum, one) => sum + one, 0) * 1024) / 1e6);
}

/**
 * Ends what left its group and its parent, as daemons do: whatever carries this variable in its environment, or names
 * the run's own folder there or on its command line (Codex's sandbox empties the environment of a helper that stays,
 * seen with 0.169.0). Both are random, so it is nobody else's. Linux only.
 */
export function endMarked(mark: string, folder: string): number {
  const marked = processes().filter((pid) => {
    const words = (readOr(`/proc/${String(pid)}/environ`) ?? "").split("\0");
    const command = readOr(`/proc/${String(pid)}/cmdline`) ?? "";
    return words.includes(mark) || [...words, command].some((word) => word.includes(`${folder}/`));
  });
  for (const pid of marked) kill(pid);
  return marked.length;
}

function processes(): readonly number[] {
  try {
    return readdirSync("/proc")
      .filter((name) => /^\d+$/.test(name))
      .map(Number)
      .filter((pid) => pid !== process.pid);
  } catch {
    return []; // there is no /proc
  }
}

function kill(pid: number): void {
  try {
    process.kill(pid, "SIGKILL");
  } catch (error) {
    // ESRCH: it has ended by itself.
    if (!(error instanceof Error && "code" in error && error.code === "ESRCH")) throw error;
  }
}

/** A process may end between two looks, and others' are not to be read. */
function readOr(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return undefined;
  }
}
