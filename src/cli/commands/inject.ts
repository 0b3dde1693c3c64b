import { resolve } from "node:path";
import { LeastkeyError } from "../../core/errors.ts";
import { type AddCommand, examples } from "../command.ts";
import { requireConsent } from "../confirm.ts";
import { type CliContext, conclude } from "../context.ts";
import { type ExitCode, exitCodes } from "../exit-codes.ts";
import { openSessionVault, refuseAgents } from "../vault.ts";

interface InjectOptions {
  readonly in: string;
  readonly out: string;
  readonly yes?: boolean;
}

export const addInject: AddCommand = (program, context) => {
  program
    .command("inject")
    .summary("fill a template: references become values")
    .description(
      "Writes a copy of a template with every leastkey:// reference (also in {{ }}) resolved. The result is secret.",
    )
    .requiredOption("-i, --in <template>", "the template")
    .requiredOption("-o, --out <file>", "where the result goes; made readable by you alone")
    .option("--yes", "write, and replace what is there, without asking")
    .addHelpText(
      "after",
      examples(["leastkey inject -i app.yaml.tpl -o app.yaml --yes", "for programs that read only files"]),
    )
    .action(async (options: InjectOptions) => {
      process.exitCode = await conclude(context, () => inject(context, options));
    });
};

async function inject(context: CliContext, options: InjectOptions): Promise<ExitCode> {
  refuseAgents(context, "inject");
  const { files, audit } = await context.ports();
  const template = files.readText(resolve(options.in));
  if (template === undefined)
    throw new LeastkeyError("not-found", `there is no ${options.in}`, "name the template with --in");
  const out = resolve(options.out);
  await requireConsent(`Write values in clear to ${options.out}?`, options.yes);
  const { fillTemplate } = await import("../../guard/references.ts");
  const filled = await fillTemplate(template, await openSessionVault(context));
  audit.append({ action: "reference.read", outcome: "done", attribution: "unknown", paths: [out] });
  files.replace(out, filled.reveal(), 0o600);
  context.output.talk(`written: ${options.out}; it holds values in clear, keep it out of git and away from agents`);
  return exitCodes.fine;
}
