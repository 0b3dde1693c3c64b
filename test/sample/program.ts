import { spawn } from "node:child_process";
import { resolve as absolute } from "node:path";

export interface Ended {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunOptions {
  readonly cwd?: string;
  readonly env?: NodeJS.ProcessEnv;
  readonly input?: string;
}

/** Folder of the built programs; .scripts/mine.mjs builds a part of them elsewhere. */
export const programs = process.env["LEASTKEY_DIST"] ?? "dist";

/** Runs a program to its end and gives back all it printed; the input is closed in any case. */
export function run(command: string, args: readonly string[], options: RunOptions = {}): Promise<Ended> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd: options.cwd, env: options.env ?? process.env, stdio: "pipe" });
    let stdout = "";
    let stderr = "";
    child.stdout.setEncoding("utf8").on("data", (text: string) => (stdout += text));
    child.stderr.setEncoding("utf8").on("data", (text: string) => (stderr += text));
    child.stdin.on("error", () => undefined); // a program that does not read its input may be gone already
    child.stdin.end(options.input ?? "");
    child.on("error", reject);
    child.on("close", (code, signal) => resolve({ code: code ?? (signal === null ? 1 : 128), stdout, stderr }));
  });
}

/** The built command line, as a user runs it. */
export function leastkey(args: readonly string[], options: RunOptions = {}): Promise<Ended> {
  return run(process.execPath, [absolute(programs, "cli.js"), ...args], options);
}
