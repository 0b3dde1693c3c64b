import { type ChildProcess, type StdioOptions, spawn } from "node:child_process";
import { constants } from "node:os";
import { pipeline } from "node:stream/promises";
import { LeastkeyError, messageOf } from "../core/errors.ts";
import type { Secret } from "../core/secret.ts";
import { codeOf } from "./code-of.ts";
import { maskStream } from "./mask-stream.ts";

export interface ChildRequest {
  readonly command: readonly [string, ...string[]];
  readonly cwd: string;
  readonly env: NodeJS.ProcessEnv;
  /** Set on top of `env`. Those with a reference are masked in output that goes to no terminal. */
  readonly variables: readonly {
    readonly name: string;
    readonly value: Secret;
    readonly reference: string | undefined;
  }[];
  readonly stdout: NodeJS.WriteStream;
  readonly stderr: NodeJS.WriteStream;
  /** Names of the environment that the child does not get, unless a variable of its own sets them. */
  readonly withheld?: readonly string[];
  /** false: output is passed on as it is; the user asked for that. */
  readonly isMasking?: boolean;
}

/** Ours alone: a child that could read these could open the vault. */
const ownTokens = ["LEASTKEY_PASSPHRASE"];

/** What a terminal or a supervisor sends a program to end it or to talk to it. */
const forwarded = ["SIGINT", "SIGTERM", "SIGHUP", "SIGQUIT", "SIGUSR1", "SIGUSR2"] as const;

/**
 * Runs a command with the variables in its environment and gives its exit code, 128 + n after a signal as shells
 * count. On a terminal the child keeps it, unmasked: a terminal that was piped through us would lose its size,
 * colours and prompts. Values are never in argv.
 */
export async function runChild(request: ChildRequest): Promise<number> {
  const [file, ...args] = request.command;
  const stdio: StdioOptions = ["inherit", outputOf(request, request.stdout), outputOf(request, request.stderr)];
  const child = spawn(file, args, { cwd: request.cwd, env: environmentOf(request), stdio, windowsHide: true });
  const ended = exitOf(child, file);
  const stop = forwardSignals(child);
  try {
    const [code] = await Promise.all([ended, relay(request, child)]);
    return code;
  } finally {
    stop();
  }
}

function environmentOf({ env, variables, withheld = [] }: ChildRequest): NodeJS.ProcessEnv {
  const kept = Object.entries(env).filter(([name]) => ![...ownTokens, ...withheld].includes(name.toUpperCase()));
  const added = variables.map(({ name, value }) => [name, valueFor(name, value)] as const);
  return Object.fromEntries([...kept, ...added]);
}

function valueFor(name: string, value: Secret): string {
  const text = value.reveal();
  const asFile = "give it to the program as a file with: leastkey inject";
  if (text.includes("\0")) {
    throw new LeastkeyError("usage", `${name} holds a NUL character, which no environment variable can`, asFile);
  }
  if (name.length + 1 + Buffer.byteLength(text) >= longestVariable) {
    throw new LeastkeyError("usage", `${name} is too large for an environment variable`, asFile);
  }
  return text;
}

/** Bytes of "NAME=value" with its end: Linux takes 32 pages for one (execve(2)), Windows 32,767 characters for it. */
const longestVariable = process.platform === "win32" ? 32_767 : 131_072;

function isMasked({ isMasking = true, variables }: ChildRequest, stream: NodeJS.WriteStream): boolean {
  return isMasking && !stream.isTTY && variables.some(({ reference }) => reference !== undefined);
}

const outputOf = (request: ChildRequest, stream: NodeJS.WriteStream): "pipe" | "inherit" =>
  isMasked(request, stream) ? "pipe" : "inherit";

async function relay(request: ChildRequest, child: ChildProcess): Promise<void> {
  const secrets = request.variables.filter(({ reference }) => reference !== undefined);
  const pairs = [
    [child.stdout, request.stdout],
    [child.stderr, request.stderr],
  ] as const;
  await Promise.all(
    pairs.map(async ([from, to]) => {
      if (from === null) return;
      try {
        await pipeline(from, maskStream(secrets), to, { end: false });
      } catch (error) {
        // The reader is gone (`| head`): the child hears of it by its own next write, as without us.
        if (!goneReader.has(codeOf(error))) throw error;
      }
    }),
  );
}

const goneReader = new Set<unknown>(["EPIPE", "ERR_STREAM_PREMATURE_CLOSE", "ERR_STREAM_DESTROYED"]);

function exitOf(child: ChildProcess, file: string): Promise<number> {
  return new Promise((resolve, reject) => {
    child.once("error", (error) => {
      reject(notStarted(file, error));
    });
    child.once("exit", (code, signal) => {
      resolve(code ?? 128 + (signal === null ? 0 : constants.signals[signal]));
    });
  });
}

/** With a terminal the whole foreground group gets Ctrl-C, the child included; a second one would be one too many. */
function forwardSignals(child: ChildProcess): () => void {
  const listeners = forwarded
    .filter((signal) => process.platform !== "win32" || signal === "SIGINT" || signal === "SIGTERM")
    .map((signal) => {
      const listener = (): void => {
        const isFromTerminal = process.stdin.isTTY && (signal === "SIGINT" || signal === "SIGQUIT");
        if (!isFromTerminal) child.kill(signal);
      };
      process.on(signal, listener);
      return { signal, listener };
    });
  return () => {
    for (const { signal, listener } of listeners) process.off(signal, listener);
  };
}

function notStarted(file: string, error: Error): LeastkeyError {
  const isMissing = codeOf(error) === "ENOENT";
  return new LeastkeyError(
    isMissing ? "not-found" : "usage",
    isMissing ? `there is no program ${file}` : `${file} could not be started`,
    isMissing ? "check its name and PATH" : messageOf(error),
    error,
  );
}
