import { LeastkeyError } from "../../src/core/errors.ts";
import { Secret } from "../../src/core/secret.ts";
import { runChild } from "../../src/platform/run-child.ts";

const shaped: Readonly<Record<string, (value: string) => string>> = {
  nul: (value) => `${value}\0after`,
  megabyte: (value) => value.repeat(2 ** 16),
  odd: (value) => `${value} "two" 'one' \n🙂 $(x)`,
};

/** Runs its arguments with KEY from standard input's place, a file descriptor: node run-child-program.js -- CMD. */
async function main([file = "", ...args]: readonly string[]): Promise<void> {
  const planted = ["planted", "Rn7", "xQ9z"].join("_");
  const value = shaped[process.env["SHAPE"] ?? ""]?.(planted) ?? planted;
  try {
    process.exitCode = await runChild({
      command: [file, ...args],
      cwd: process.cwd(),
      env: process.env,
      variables: [
        { name: "KEY", value: Secret.of(value), reference: "leastkey://a/b/c/d" },
        { name: "PLAIN", value: Secret.of("plain-value"), reference: undefined },
      ],
      stdout: process.stdout,
      stderr: process.stderr,
    });
  } catch (error) {
    process.stderr.write(
      `${error instanceof LeastkeyError ? `${error.code}: ${error.message}; ${error.hint}` : String(error)}\n`,
    );
    process.exitCode = 99;
  }
}

void main(process.argv.slice(2));
