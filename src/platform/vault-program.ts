import { spawn } from "node:child_process";
import { messageOf } from "../core/errors.ts";
import { Secret } from "../core/secret.ts";
import type { RunProgram } from "../vaults/backend.ts";
import { unreachable } from "../vaults/failure.ts";
import { codeOf } from "./code-of.ts";

/** A program may ask the user for a touch or a password; somebody who is there answers in this time. */
const answerMs = 60_000;
const longest = 8 * 1024 * 1024;

/** Runs a vault's own program, without a shell; what it prints is as secret as a value. */
export const vaultProgram: RunProgram = (title, { file, args, stdin, env = {} }) =>
  new Promise((resolve, reject) => {
    const added = Object.entries(env).map(([name, value]): [string, string] => [name, value.reveal()]);
    const child = spawn(file, args, {
      env: { ...process.env, ...Object.fromEntries(added) },
      stdio: ["pipe", "pipe", "pipe"],
      windowsHide: true,
    });
    const output = { stdout: [] as Buffer[], stderr: [] as Buffer[] };
    let size = 0;
    for (const name of ["stdout", "stderr"] as const) {
      child[name].on("data", (part: Buffer) => {
        size += part.length;
        if (size > longest) child.kill("SIGKILL");
        else output[name].push(part);
      });
    }
    const timer = setTimeout(() => child.kill("SIGKILL"), answerMs);
    child.once("error", (error) => {
      clearTimeout(timer);
      const isMissing = codeOf(error) === "ENOENT";
      reject(
        unreachable(
          title,
          isMissing ? `needs the program ${file}, which is not installed` : `needs ${file}, which could not be started`,
          isMissing ? "install it, or add its folder to PATH" : messageOf(error),
          error,
        ),
      );
    });
    child.once("close", (code, signal) => {
      clearTimeout(timer);
      if (signal !== null) {
        reject(unreachable(title, `got no answer from ${file} in time`, "run it yourself to see what it waits for"));
        return;
      }
      const text = (name: "stdout" | "stderr"): Secret => Secret.of(Buffer.concat(output[name]).toString("utf8"));
      resolve({ code: code ?? 1, stdout: text("stdout"), stderr: text("stderr") });
    });
    child.stdin.on("error", () => {
      // it ended without reading: its exit code says why
      child.stdin.destroy();
    });
    child.stdin.end(stdin?.reveal() ?? "");
  });
