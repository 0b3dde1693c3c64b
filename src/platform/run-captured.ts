import { type ChildProcess, spawn } from "node:child_process";
import { LeastkeyError, messageOf } from "../core/errors.ts";
import type { Secret } from "../core/secret.ts";
import { codeOf } from "./code-of.ts";
import { maskStream } from "./mask-stream.ts";

export interface CapturedRequest {
  readonly argv: readonly [string, ...string[]];
  readonly cwd: string;
  readonly env: NodeJS.ProcessEnv;
  readonly variables: readonly { readonly name: string; readonly value: Secret }[];
  /** Whatever of these the output holds is masked. */
  readonly masked: readonly { readonly name: string; readonly value: Secret }[];
  readonly timeoutMs: number;
  /** Of each stream, the first and the last half of so many bytes are kept. */
  readonly maxBytes: number;
  readonly signal?: AbortSignal;
}

export interface Captured {
  /** undefined: it was ended from outside. */
  readonly exitCode: number | undefined;
  readonly stdout: string;
  readonly stderr: string;
  readonly timedOut: boolean;
}

/**
 * Runs a command without a terminal or input and gives what it printed, masked. It is a process group of its own, and
 * the whole group is ended at the time limit.
 */
export async function runCaptured(request: CapturedRequest): Promise<Captured> {
  const [file, ...args] = request.argv;
  const values = request.variables.map(({ name, value }) => [name, value.reveal()] as const);
  const child = spawn(file, args, {
    cwd: request.cwd,
    env: { ...request.env, ...Object.fromEntries(values) },
    stdio: ["ignore", "pipe", "pipe"],
    windowsHide: true,
    detached: process.platform !== "win32",
  });
  const collected = [collect(child.stdout, request), collect(child.stderr, request)] as const;
  let timedOut = false;
  const timer = setTimeout(() => {
    timedOut = true;
    endGroup(child);
  }, request.timeoutMs);
  const stop = (): void => endGroup(child);
  request.signal?.addEventListener("abort", stop, { once: true });
  try {
    const exitCode = await ended(child, file);
    const [stdout, stderr] = await Promise.all(collected);
    return { exitCode, stdout, stderr, timedOut };
  } finally {
    clearTimeout(timer);
    request.signal?.removeEventListener("abort", stop);
  }
}

function ended(child: ChildProcess, file: string): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    child.once("error", (error) => {
      const isMissing = codeOf(error) === "ENOENT";
      const what = isMissing ? `there is no program ${file}, or no such folder` : `${file} could not be started`;
      reject(new LeastkeyError("not-found", what, isMissing ? "check its name and PATH" : messageOf(error), error));
    });
    child.once("exit", (code) => {
      // Grandchildren that keep the pipe open are ended with it: nobody reads what they would still say.
      setTimeout(() => endGroup(child), 200).unref();
      resolve(code ?? undefined);
    });
  });
}

function endGroup(child: ChildProcess): void {
  if (child.pid === undefined) return;
  try {
    if (process.platform === "win32") child.kill("SIGKILL");
    else process.kill(-child.pid, "SIGKILL");
  } catch (error) {
    if (codeOf(error) !== "ESRCH") throw error; // gone already
  }
}

async function collect(from: NodeJS.ReadableStream, { masked, maxBytes }: CapturedRequest): Promise<string> {
  const half = Math.floor(maxBytes / 2);
  const head: Buffer[] = [];
  let headBytes = 0;
  let tail: Buffer = Buffer.alloc(0);
  let dropped = 0;
  const stream = from.pipe(maskStream(masked));
  for await (const part of stream) {
    const chunk = Buffer.isBuffer(part) ? part : Buffer.from(String(part));
    const forHead = chunk.subarray(0, Math.max(0, half - headBytes));
    if (forHead.length > 0) head.push(forHead);
    headBytes += forHead.length;
    const joined = Buffer.concat([tail, chunk.subarray(forHead.length)]);
    dropped += Math.max(0, joined.length - half);
    tail = Buffer.from(joined.subarray(Math.max(0, joined.length - half)));
  }
  const gap = dropped === 0 ? "" : `\n[${String(dropped)} bytes left out by leastkey]\n`;
  return `${Buffer.concat(head).toString("utf8")}${gap}${tail.toString("utf8")}`;
}
