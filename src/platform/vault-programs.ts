import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { delimiter, isAbsolute, join } from "node:path";
import { LeastkeyError } from "../core/errors.ts";
import type { ProgramAnswer, Programs } from "../core/ports.ts";
import { Secret } from "../core/secret.ts";

/** Long enough for a person to touch a fingerprint reader. */
const timeoutMs = 60_000;

/** Programs of other vaults, without a shell: a reference stays one argument whatever stands in it. */
export const vaultPrograms: Programs = { has, run };

/** On Windows a program is started by its name with one of these, and a .cmd only through a shell: not looked for. */
const endings = process.platform === "win32" ? [".exe"] : [""];

function has(program: string): boolean {
  const folders = (process.env["PATH"] ?? "").split(delimiter).filter((folder) => isAbsolute(folder));
  return folders.some((folder) => endings.some((ending) => existsSync(join(folder, program + ending))));
}

function run(program: string, args: readonly string[]): Promise<ProgramAnswer> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { stdio: ["inherit", "pipe", "inherit"], timeout: timeoutMs });
    const chunks: Buffer[] = [];
    child.stdout.on("data", (chunk: Buffer) => chunks.push(chunk));
    child.on("error", () => reject(notRun(program, "it could not be started")));
    child.on("close", (exitCode, signal) => {
      if (signal !== null) reject(notRun(program, `it was ended by ${signal}`));
      else resolve({ exitCode: exitCode ?? 1, stdout: Secret.of(Buffer.concat(chunks).toString("utf8")) });
    });
  });
}

const notRun = (program: string, why: string): LeastkeyError =>
  new LeastkeyError("vault.unreachable", `${program} gave no value: ${why}`, `run ${program} by hand to see why`);
