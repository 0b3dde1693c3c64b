import { relative } from "node:path";
import type { ProtectionPlan } from "../../agents/agent.ts";
import { count } from "../../core/count.ts";
import { slashed } from "../../core/paths.ts";
import type { Drift, ProtectOptions as WorkspaceOptions } from "../../guard/protect.ts";
import type { ScanReport } from "../../guard/scan.ts";
import { type AddCommand, examples } from "../command.ts";
import { requireConsent } from "../confirm.ts";
import { type CliContext, conclude, workspaceRoot } from "../context.ts";
import { type ExitCode, exitCodes } from "../exit-codes.ts";
import { scanFolder } from "../scan-folder.ts";
import { listChanges, showDiffs } from "../show-changes.ts";

interface ProtectOptions {
  readonly agents?: readonly string[];
  readonly require?: boolean;
  readonly personal?: boolean;
  readonly sandbox?: boolean;
  readonly worktrees?: boolean;
  readonly dryRun?: boolean;
  readonly check?: boolean;
  readonly json?: boolean;
  readonly yes?: boolean;
}

export const addProtect: AddCommand = (program, context) => {
  program
    .command("protect")
    .summary("write the rules and hooks that keep agents from credentials")
    .description(
      "Scans the folder, then writes ignore rules, settings, hooks and a short instruction for its agents, as one plan that is shown first. Only our own block or keys are touched; 'leastkey unprotect' takes exactly them out.",
    )
    .argument("[paths...]", "the folders; this one when left out")
    .option("--agents <ids>", "for these only, separated by commas", commaList)
    .option("--require", "teammates without Leastkey are refused instead of told")
    .option("--personal", "only files of your own, which git is told to leave out; it stays so from then on")
    .option("--no-personal", "the project's files again, for everybody")
    .option("--sandbox", "switch the agents' own sandboxes on too, for every command they run; it stays so")
    .option("--no-sandbox", "take out again what --sandbox wrote")
    .option("--worktrees", "the other working trees of the repository as well")
    .option("--dry-run", "show every change and write nothing")
    .option("--check", "write nothing; exit code 1 when the rules are not as they would be written")
    .option("--json", "with --check, for programs")
    .option("--yes", "write without asking")
    .addHelpText(
      "after",
      examples(
        ["leastkey protect", "shows the plan and asks"],
        ["leastkey protect --check", "in CI: are the rules up to date?"],
        ["leastkey protect --personal", "for you alone: nothing that the team's repository would show"],
        ["leastkey protect --sandbox", "programs that agents run cannot open the files either"],
        ["leastkey protect shop billing --worktrees", "two projects, in every working tree of theirs"],
        ["leastkey protect --agents claude-code,codex --dry-run", "what would be written for two agents"],
      ),
    )
    .action(async (paths: readonly string[], options: ProtectOptions) => {
      process.exitCode = await conclude(context, () => protect(context, paths, options));
    });
};

function commaList(text: string): readonly string[] {
  return text
    .split(",")
    .map((id) => id.trim())
    .filter((id) => id !== "");
}

async function protect(context: CliContext, paths: readonly string[], options: ProtectOptions): Promise<ExitCode> {
  const named = await Promise.all((paths.length === 0 ? ["."] : paths).map((path) => workspaceRoot(context, path)));
  const roots = [...new Set(options.worktrees === true ? await withWorktrees(context, named) : named)];
  if (options.check === true) return tellDrift(context, roots, options);
  let worst: ExitCode = exitCodes.fine;
  for (const root of roots) {
    if (roots.length > 1) context.output.talk(root);
    if ((await protectOne(context, root, options)) !== exitCodes.fine) worst = exitCodes.found;
  }
  return worst;
}

/** Each folder in every working tree of its repository, where there is such a folder. */
async function withWorktrees(context: CliContext, roots: readonly string[]): Promise<readonly string[]> {
  const { repositoryOf, worktrees } = await import("../../guard/decide-worktrees.ts");
  const { files } = await context.ports();
  return roots.flatMap((root) => {
    const top = repositoryOf(slashed(root), files)?.top;
    if (top === undefined) return [root];
    const others = worktrees(top, files).map((tree) => tree + slashed(root).slice(top.length));
    return [root, ...others.filter((folder) => files.stat(folder)?.kind === "directory")];
  });
}

/** What is asked for one folder, with what a scan finds there. */
async function askedFor(context: CliContext, root: string, options: ProtectOptions) {
  const report = await scanFolder(context, root);
  const asked = {
    home: context.home,
    protectedPaths: report.protectedPaths,
    ...(options.agents === undefined ? {} : { agents: options.agents }),
    ...(options.require === undefined ? {} : { require: options.require }),
    ...(options.sandbox === undefined ? {} : { sandbox: options.sandbox }),
    ...(options.personal === undefined ? {} : { audience: options.personal ? ("personal" as const) : "team" }),
  } satisfies WorkspaceOptions;
  return { report, asked };
}

async function protectOne(context: CliContext, root: string, options: ProtectOptions): Promise<ExitCode> {
  const { planWorkspaceProtection } = await import("../../guard/protect.ts");
  const { report, asked } = await askedFor(context, root, options);
  const plan = planWorkspaceProtection(root, await context.ports(), asked);
  for (const { path: file, reason, hint } of plan.refused) {
    context.output.talk(`${relative(root, file)}: left as it is, ${reason}`);
    context.output.hint(hint);
  }
  for (const need of plan.needs) context.output.hint(need);
  if (options.dryRun === true) {
    showDiffs(root, plan.changes, context.output, { all: true });
    context.output.talk(`${count(plan.changes.length, "file")} would change; nothing was written`);
    return endOf(plan);
  }
  if (plan.changes.length > 0) {
    if (options.yes !== true) {
      listChanges(root, plan.changes, context.output);
      context.output.hint("--dry-run shows every line");
    }
    await requireConsent(`Write ${count(plan.changes.length, "file")} in ${root}?`, options.yes);
  }
  await writeProtection(context, root, plan, report);
  return endOf(plan);
}

async function writeProtection(
  context: CliContext,
  root: string,
  plan: ProtectionPlan,
  report: ScanReport,
): Promise<void> {
  const { applyPlan } = await import("../apply-plan.ts");
  const written = await applyPlan(context, root, plan, report);
  await refreshPolicy(context, root);
  const hidden = count(report.protectedPaths.length, "file");
  if (written === 0) context.output.talk(`the rules were right already: ${hidden} hidden from agents`);
  else context.output.talk(`${hidden} hidden from agents; ${count(written, "file")} written`);
  context.output.talk(`the hook knows ${count(report.values.length, "value")} again, wherever a command holds one`);
  context.output.hint(
    "'leastkey agents' says what holds for each agent, 'leastkey unprotect' takes everything out again",
  );
}

/** The hook reads a compiled policy; where somebody wrote one it is brought up to date, and a fault is told. */
async function refreshPolicy(context: CliContext, root: string): Promise<void> {
  const { readPolicyTable } = await import("../../guard/policy-table.ts");
  const ports = await context.ports();
  const { files } = ports;
  if (readPolicyTable(root, files, context.home).kind !== "stale") return;
  const [{ writePolicyTable }, { recordPolicyChange }, { loadCedar }] = await Promise.all([
    import("../../guard/write-policy-table.ts"),
    import("../../guard/record-policy-change.ts"),
    import("../../platform/cedar.ts"),
  ]);
  recordPolicyChange(root, ports, context.home);
  const { fault } = writePolicyTable(root, await loadCedar(context.programs), files, context.home);
  if (fault === undefined) return;
  context.output.talk(`the policy has an error, so every use of a credential is denied: ${fault}`);
  context.output.hint("mend it, then run: leastkey policy check");
}

async function tellDrift(context: CliContext, roots: readonly string[], options: ProtectOptions): Promise<ExitCode> {
  const { checkProtection } = await import("../../guard/protect.ts");
  const ports = await context.ports();
  const drift: (Drift & { readonly root: string })[] = [];
  for (const root of roots) {
    const { asked } = await askedFor(context, root, options);
    drift.push(...checkProtection(root, ports, asked).map((one) => ({ root, ...one })));
  }
  const placeOf = ({ root, path }: (typeof drift)[number]): string => (roots.length > 1 ? `${root}/${path}` : path);
  if (options.json === true) context.output.json({ version: 1, ok: drift.length === 0, drift });
  else for (const one of drift) context.output.result(`${placeOf(one)}  ${one.state}: ${one.reason}`);
  if (drift.length === 0) {
    context.output.talk("the rules are as they would be written");
    return exitCodes.fine;
  }
  context.output.hint("'leastkey protect' writes what is missing");
  return exitCodes.found;
}

/** A file that could not be edited leaves a gap, and a script should notice. */
function endOf(plan: ProtectionPlan): ExitCode {
  return plan.refused.length > 0 ? exitCodes.found : exitCodes.fine;
}
