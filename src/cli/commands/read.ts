import type { Vaults } from "../../vaults/vaults.ts";
import { type AddCommand, examples } from "../command.ts";
import { type CliContext, conclude } from "../context.ts";
import { type ExitCode, exitCodes } from "../exit-codes.ts";
import { notUsed, openSessionVaults, refuseAgents } from "../vault.ts";

export const addRead: AddCommand = (program, context) => {
  program
    .command("read")
    .summary("print the value of a reference")
    .description(
      "Prints one value, for people and their scripts; refused in a coding agent's shell, which has 'leastkey run'.",
    )
    .argument("<reference>", "leastkey://project/environment/item/field, op://..., ref+openbao://... and so on")
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
  const { resolveReference } = await import("../../guard/references.ts");
  const vaults = await openSessionVaults(context);
  await requireReference(reference, vaults);
  const value = await resolveReference(reference, vaults);
  const { audit } = await context.ports();
  // Recorded before it is printed: what cannot be recorded is not given out.
  audit.append({ action: "reference.read", outcome: "done", attribution: "unknown", credentials: [reference] });
  context.output.raw(value.reveal() + (newline ? "\n" : ""));
  return exitCodes.fine;
}

/** Nothing that is no reference is sent to any vault: it may be a value, pasted by mistake. */
async function requireReference(text: string, vaults: Vaults): Promise<void> {
  if (vaults.resolves(text)) return;
  const { backendOf } = await import("../../vaults/backends.ts");
  const facts = backendOf(text);
  if (facts === undefined) (await import("../../vaults/reference.ts")).parseReference(text);
  else throw notUsed(facts);
}
