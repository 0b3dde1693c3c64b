import { spawn } from "node:child_process";
import { join } from "node:path";
import { execPath, env as ownEnv } from "node:process";
import type { CancellationToken } from "vscode";
import { LeastkeyError } from "../core/errors.ts";

/** Of what a run says beside its result, only the end is worth keeping. */
const mostTalk = 10_000;

export interface CliRun {
  readonly cwd: string;
  readonly token?: CancellationToken;
  /** What the run says of its progress, "searching records: 42 %". */
  readonly onProgress?: (text: string) => void;
}

/**
 * Runs the command line beside the extension and gives back its result: work of seconds must not stand in the
 * extension host's way. Exit code 1 is a result too: something was found.
 */
export function runCli(programs: string, args: readonly string[], { cwd, token, onProgress }: CliRun): Promise<string> {
  return new Promise((resolve, reject) => {
    const env = { ...ownEnv, ELECTRON_RUN_AS_NODE: "1", NO_COLOR: "1", LEASTKEY_PROGRESS: "lines" };
    const child = spawn(execPath, [join(programs, "cli.js"), ...args], { cwd, env, stdio: ["ignore", "pipe", "pipe"] });
    let result = "";
    let talk = "";
    child.stdout.setEncoding("utf8").on("data", (text: string) => (result += text));
    child.stderr.setEncoding("utf8").on("data", (text: string) => {
      talk = (talk + text).slice(-mostTalk);
      const progress = [...text.matchAll(/^leastkey: progress: (.*)$/gm)].at(-1)?.[1];
      if (progress !== undefined) onProgress?.(progress);
    });
    const listening = token?.onCancellationRequested(() => child.kill("SIGINT"));
    child.on("error", (error) => {
      listening?.dispose();
      reject(error);
    });
    child.on("close", (code) => {
      listening?.dispose();
      if (token?.isCancellationRequested === true)
        reject(new LeastkeyError("cancelled", `leastkey ${args[0] ?? ""} was cancelled`, "start it again"));
      else if (code === 0 || code === 1) resolve(result);
      else reject(failureOf(talk, code));
    });
  });
}

/** "leastkey: error: ..." and "leastkey: hint: ..." as the command line says them. */
function failureOf(talk: string, code: number | null): LeastkeyError {
  const said = (kind: string): string | undefined => new RegExp(`^leastkey: ${kind}: (.*)$`, "m").exec(talk)?.[1];
  const message = said("error") ?? `the command line ended with code ${String(code)}`;
  return new LeastkeyError("home.unusable", message, said("hint") ?? "the same command in a terminal shows more");
}
