import { LeastkeyError } from "../../core/errors.ts";
import { planRemoval, sentenceOf, writeRules } from "../../guard/draft-rules.ts";
import { readUserRules } from "../../guard/user-rules.ts";
import { type AddCommand, examples } from "../command.ts";
import { requireConsent } from "../confirm.ts";
import { type CliContext, conclude } from "../context.ts";
import { type ExitCode, exitCodes } from "../exit-codes.ts";
import { showDiffs } from "../show-changes.ts";
import { refuseAgents } from "../vault.ts";

export const addRules: AddCommand = (program, context) => {
  const rules = program
    .command("rules")
    .summary("what you allowed or denied for good, call by call")
    .description("Lists the rules that you made of entries in Agent Activity.")
    .option("--json", "for programs")
    .addHelpText(
      "after",
      examples(["leastkey rules", "list them"], ["leastkey rules remove r3 --yes", "take one out again"]),
    )
    .action(async ({ json }: { readonly json?: boolean }) => {
      process.exitCode = await conclude(context, () => list(context, json === true));
    });
  rules
    .command("remove")
    .description("Takes one rule out; for people, not for agents.")
    .argument("<id>", "as listed: r3")
    .option("--yes", "do not ask")
    .action(async (id: string, { yes }: { readonly yes?: boolean }) => {
      process.exitCode = await conclude(context, () => remove(context, id, yes));
    })
    .exitOverride();
};

async function list(context: CliContext, json: boolean): Promise<ExitCode> {
  const { home, output } = context;
  const { files } = await context.ports();
  const now = readUserRules(files, home);
  if (now.kind === "broken")
    throw new LeastkeyError(
      "config.invalid",
      `${home.rules} does not parse, so hooks refuse every call`,
      "mend it, or remove it to begin anew",
    );
  if (json) output.json({ version: 1, rules: now.rules });
  else for (const rule of now.rules) output.result(`${rule.id}  ${sentenceOf(rule)}  (${rule.added.slice(0, 10)})`);
  if (now.rules.length === 0 && !json)
    output.talk("no rules; an entry of the panel Agent Activity can be made one: allow or deny from now on");
  return exitCodes.fine;
}

async function remove(context: CliContext, id: string, yes: boolean | undefined): Promise<ExitCode> {
  refuseAgents(context, "rules remove", "loosens or tightens the guard");
  const ports = await context.ports();
  const plan = planRemoval(id, ports, context.home);
  showDiffs(context.home.root, [plan.change], context.output);
  await requireConsent(`take ${id} out?`, yes);
  writeRules(plan, ports, context.home);
  context.output.result(`taken out: ${plan.sentences.join("; ")}`);
  return exitCodes.fine;
}
