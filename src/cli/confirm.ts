import { createInterface } from "node:readline/promises";
import { LeastkeyError } from "../core/errors.ts";

/**
 * Every command that writes asks here. `--yes` answers; without it a terminal is asked, and a pipe is refused with the
 * flag named.
 */
export async function requireConsent(question: string, yes: boolean | undefined): Promise<void> {
  if (yes === true) return;
  if (process.stdin.isTTY !== true || process.stderr.isTTY !== true) {
    throw new LeastkeyError("consent", "this command writes files and nobody is there to ask", "pass --yes to agree");
  }
  const prompt = createInterface({ input: process.stdin, output: process.stderr });
  try {
    const answer = await prompt.question(`${question} [y/N] `);
    if (!/^y(es)?$/i.test(answer.trim()))
      throw new LeastkeyError("cancelled", "nothing was changed", "run it again to change your mind");
  } finally {
    prompt.close();
  }
}
