import { relative } from "node:path";
import { type AddCommand, examples } from "../command.ts";
import { requireConsent } from "../confirm.ts";
import { type CliContext, conclude, workspaceRoot } from "../context.ts";
import { type ExitCode, exitCodes } from "../exit-codes.ts";
import { openVaults, refuseAgents } from "../vault.ts";

interface RestoreOptions {
  readonly all?: boolean;
  readonly forget?: boolean;
  readonly yes?: boolean;
}

export const addRestore: AddCommand = (program, context) => {
  program
    .command("restore")
    .summary("put a moved secret back where it stood")
    .description("Writes values from the vault back into the files they were moved from, in clear.")
    .argument("[references...]", "leastkey://project/environment/item/field")
    .option("--all", "everything that was moved out of this folder")
    .option("--forget", "remove the values from the vault afterwards")
    .option("--yes", "write without asking")
    .addHelpText("after", examples(["leastkey restore --all", "the folder as it was before the moves"]))
    .action(async (references: readonly string[], options: RestoreOptions) => {
      process.exitCode = await conclude(context, () => restore(context, references, options));
    });
};

async function restore(context: CliContext, references: readonly string[], options: RestoreOptions): Promise<ExitCode> {
  refuseAgents(context, "restore");
  const root = await workspaceRoot(context);
  const { carryOutRestore, planRestore } = await import("../../guard/restore.ts");
  const ports = await context.ports();
  const vault = await openVaults(context);
  const plan = await planRestore(root, ports, {
    references: options.all === true ? "all" : references,
    vault,
    home: context.home,
  });
  for (const { path } of plan.changes) context.output.result(`  ~ ${relative(root, path)}`);
  await requireConsent(
    `Write ${String(plan.references.length)} values in clear into ${String(plan.changes.length)} files?`,
    options.yes,
  );
  await carryOutRestore(plan, ports, { vault, home: context.home, forget: options.forget === true });
  const { followMove } = await import("../apply-plan.ts");
  await followMove(context, root, []);
  context.output.talk(`put back: ${plan.references.join(", ")}`);
  for (const leftover of plan.leftovers) context.output.talk(`${relative(root, leftover.path)}: ${leftover.reason}`);
  return plan.leftovers.length > 0 ? exitCodes.found : exitCodes.fine;
}
