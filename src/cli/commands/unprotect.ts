import { type AddCommand, examples } from "../command.ts";
import { requireConsent } from "../confirm.ts";
import { type CliContext, conclude, workspaceRoot } from "../context.ts";
import { type ExitCode, exitCodes } from "../exit-codes.ts";
import { listChanges, showDiffs } from "../show-changes.ts";

interface UnprotectOptions {
  readonly dryRun?: boolean;
  readonly yes?: boolean;
}

export const addUnprotect: AddCommand = (program, context) => {
  program
    .command("unprotect")
    .summary("take out exactly what 'leastkey protect' wrote")
    .description(
      "Takes our block or keys out of every file and removes the files that we made; the rest stays byte for byte.",
    )
    .argument("[path]", "the folder", ".")
    .option("--dry-run", "show every change and write nothing")
    .option("--yes", "write without asking")
    .addHelpText("after", examples(["leastkey unprotect --dry-run", "what would be taken out"]))
    .action(async (path: string, options: UnprotectOptions) => {
      process.exitCode = await conclude(context, () => unprotect(context, path, options));
    });
};

async function unprotect(context: CliContext, path: string, options: UnprotectOptions): Promise<ExitCode> {
  const root = await workspaceRoot(context, path);
  const [{ applyProtection, planWorkspaceUnprotection }, { removeIndex }] = await Promise.all([
    import("../../guard/protect.ts"),
    import("../../guard/write-index.ts"),
  ]);
  const ports = await context.ports();
  const plan = planWorkspaceUnprotection(root, ports, { home: context.home });
  for (const { path: file, reason, hint } of plan.refused) {
    context.output.talk(`${file}: left as it is, ${reason}`);
    context.output.hint(hint);
  }
  if (options.dryRun === true) {
    showDiffs(root, plan.changes, context.output, { all: true });
    return exitCodes.fine;
  }
  if (plan.changes.length === 0) {
    context.output.talk("there is nothing of ours here");
    return exitCodes.fine;
  }
  if (options.yes !== true) listChanges(root, plan.changes, context.output);
  await requireConsent(`Take Leastkey's rules out of ${String(plan.changes.length)} files?`, options.yes);
  const written = applyProtection(root, plan, ports, { home: context.home, action: "unprotect" });
  // Last: as long as a hook is there, it has its index.
  removeIndex(root, ports.files, context.home);
  context.output.talk(`${String(written.length)} files are as they were; agents can read everything here again`);
  return plan.refused.length > 0 ? exitCodes.found : exitCodes.fine;
}
