import { type AddCommand, examples } from "../command.ts";
import { type CliContext, conclude } from "../context.ts";
import { type ExitCode, exitCodes } from "../exit-codes.ts";
import { openSessionVault, refuseAgents } from "../vault.ts";

export const addRead: AddCommand = (program, context) => {
  program
    .command("read")
    .summary("print the value of a reference")
    .description(
      "Prints one value, for people and their scripts; refused in a coding agent's shell, which has 'leastkey run'.",
    )
    .argument("<reference>", "leastkey://project/environment/item/field")
    .option("-n, --no-newline", "print the value alone")
    .addHelpText(
      "after",
      examples(["leastkey read leastkey://shop/staging/mail/api-key", "the value, and its use on the audit trail"]),
    )
    .action(async (reference: string, options: { readonly newline: boolean }) => {
      process.exitCode = await conclude(context, () => read(context, reference, options.newline));
    });
};

async function read(context: CliContext, reference: string, newline: boolean): Promise<ExitCode> {
  refuseAgents(context, "read");
  const { parseReference } = await import("../../vaults/reference.ts");
  const { resolveReference } = await import("../../guard/references.ts");
  parseReference(reference);
  const value = await resolveReference(reference, await openSessionVault(context));
  const { audit } = await context.ports();
  // Recorded before it is printed: what cannot be recorded is not given out.
  audit.append({ action: "reference.read", outcome: "done", attribution: "unknown", credentials: [reference] });
  context.output.raw(value.reveal() + (newline ? "\n" : ""));
  return exitCodes.fine;
}
