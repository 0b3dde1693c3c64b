import { type ChildProcess, spawn } from "node:child_process";
import { messageOf } from "../core/errors.ts";

export interface BoundedRequest {
  readonly command: string;
  readonly args: readonly string[];
  readonly cwd: string;
  /** The whole environment; nothing is inherited. */
  readonly env: Readonly<Record<string, string>>;
  readonly input?: string;
  readonly timeoutMs: number;
  readonly signal?: AbortSignal;
  /** It counts as out of time, too, when this says so; asked every half second. */
  readonly isStuck?: () => boolean;
  /** Looks at the process now and then, and once more before it is ended. */
  readonly watch?: (pid: number) => void;
}

export interface BoundedEnd {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
  readonly durationMs: number;
  readonly timedOut: boolean;
}

/** What one of these prints is kept up to here. */
const mostOutput = 4 * 1024 * 1024;
const lookEveryMs = 500;
const running = new Set<ChildProcess>();

/**
 * Runs a program in a process group of its own and ends the whole group with it: in time, when it runs out of time, and
 * when the signal aborts. Never throws: a program that cannot be started ends with code 127 and says why.
 */
export function runBounded(request: BoundedRequest): Promise<BoundedEnd> {
  const started = performance.now();
  return new Promise((resolve) => {
    const child = spawn(request.command, request.args, {
      cwd: request.cwd,
      env: { ...request.env },
      stdio: ["pipe", "pipe", "pipe"],
      detached: process.platform !== "win32",
      windowsHide: true,
    });
    running.add(child);
    const output = { stdout: "", stderr: "" };
    for (const name of ["stdout", "stderr"] as const) {
      child[name].setEncoding("utf8");
      child[name].on("data", (text: string) => {
        if (output[name].length < mostOutput) output[name] += text;
      });
    }
    let timedOut = false;
    let ended = false;
    const stop = (): void => {
      killGroup(child);
      // A grandchild that left the group may keep the pipes open for ever.
      setTimeout(() => finish(137), 1000).unref();
    };
    const timer = setTimeout(() => {
      timedOut = true;
      stop();
    }, request.timeoutMs);
    const { pid } = child;
    const look = (): void => {
      if (pid !== undefined) request.watch?.(pid);
      if (request.isStuck?.() !== true || timedOut) return;
      timedOut = true;
      stop();
    };
    const looking = (request.watch ?? request.isStuck) ? setInterval(look, lookEveryMs) : undefined;
    const finish = (code: number): void => {
      if (ended) return;
      ended = true;
      clearTimeout(timer);
      clearInterval(looking);
      request.signal?.removeEventListener("abort", stop);
      killGroup(child);
      running.delete(child);
      resolve({ code, ...output, durationMs: Math.round((performance.now() - started) * 10) / 10, timedOut });
    };
    request.signal?.addEventListener("abort", stop, { once: true });
    if (request.signal?.aborted === true) stop();
    child.once("error", (error) => {
      output.stderr += messageOf(error);
      finish(127);
    });
    child.once("close", (code) => finish(code ?? 137));
    child.stdin.on("error", () => undefined); // it may end without reading its input
    child.stdin.end(request.input ?? "");
  });
}

/** Nothing of a run may outlive it, however it ends. */
process.once("exit", () => {
  for (const child of running) killGroup(child);
});

function killGroup(child: ChildProcess): void {
  if (child.pid === undefined) return;
  try {
    if (process.platform === "win32") child.kill("SIGKILL");
    else process.kill(-child.pid, "SIGKILL");
  } catch (error) {
    // ESRCH: all of it has ended already, which is what is wanted.
    if (!(error instanceof Error && "code" in error && error.code === "ESRCH")) throw error;
  }
}
