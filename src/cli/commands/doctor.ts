import { type AddCommand, examples } from "../command.ts";
import { type CliContext, conclude, workspaceRoot } from "../context.ts";
import { type ExitCode, exitCodes } from "../exit-codes.ts";
import { type Check, checkHealth } from "../health.ts";
import type { Output } from "../output.ts";

export const addDoctor: AddCommand = (program, context) => {
  program
    .command("doctor")
    .summary("what is installed, live, drifted or unreadable, with the fix for each")
    .argument("[path]", "the folder", ".")
    .option("--json", "for programs")
    .addHelpText("after", examples(["leastkey doctor", "exit code 1 when something needs you"]))
    .action(async (path: string, options: { readonly json?: boolean }) => {
      process.exitCode = await conclude(context, () => doctor(context, path, options.json === true));
    });
};

async function doctor(context: CliContext, path: string, json: boolean): Promise<ExitCode> {
  const checks = await checkHealth(context, await workspaceRoot(context, path));
  const isFine = checks.every(({ state }) => state !== "broken");
  if (json) context.output.json({ version: 1, ok: isFine, checks });
  else for (const check of checks) context.output.result(describe(check, context.output));
  return isFine ? exitCodes.fine : exitCodes.found;
}

function describe({ what, state, detail, fix }: Check, output: Output): string {
  const sign = {
    fine: output.style("green", "ok  "),
    note: output.style("yellow", "note"),
    broken: output.style("red", "FIX "),
  }[state];
  return `${sign} ${output.style("bold", what)}: ${detail}${fix === undefined ? "" : `\n       ${fix}`}`;
}
