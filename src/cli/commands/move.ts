import { isAbsolute, relative, resolve } from "node:path";
import { LeastkeyError } from "../../core/errors.ts";
import type { Detection } from "../../core/finding.ts";
import type { MovePlan } from "../../guard/move-plan.ts";
import { type AddCommand, examples } from "../command.ts";
import { requireConsent } from "../confirm.ts";
import { type CliContext, conclude, workspaceRoot } from "../context.ts";
import { type ExitCode, exitCodes } from "../exit-codes.ts";
import { scanFolder } from "../scan-folder.ts";
import { showDiffs } from "../show-changes.ts";
import { defaultVault, openVaults } from "../vault.ts";

interface MoveOptions {
  readonly all?: boolean;
  readonly dryRun?: boolean;
  readonly yes?: boolean;
  readonly to?: string;
  readonly wire?: boolean;
}

export const addMove: AddCommand = (program, context) => {
  program
    .command("move")
    .summary("move a secret to the vault; the program still runs")
    .description(
      "Stores the value in the embedded vault (or in the one that --to or 'leastkey vault use' names), reads it back, and edits the files: code reads the environment, .env holds the reference. Everything is planned first and verified after; 'leastkey restore' is the way back.",
    )
    .argument("[place]", "FILE:LINE or FILE:LINE:COLUMN, as 'leastkey scan' prints it; a file for all in it")
    .option("--all", "every secret of this folder that can be moved")
    .option(
      "--to <vault>",
      "the vault it goes to, as 'leastkey vault kinds' names it; else the one that 'vault use' chose",
    )
    .option("--wire", "also start the project's programs with leastkey run, where package.json and its like say how")
    .option("--dry-run", "show every change and write nothing")
    .option("--yes", "move without asking")
    .addHelpText(
      "after",
      examples(
        ["leastkey move src/payments.ts:12", "one secret"],
        ["leastkey move .env --dry-run", "what moving a whole file would do"],
        ["leastkey move --all --yes --wire", "everything that can be moved, and npm start resolves it"],
      ),
    )
    .action(async (place: string | undefined, options: MoveOptions) => {
      process.exitCode = await conclude(context, () => move(context, place, options));
    });
};

async function move(context: CliContext, place: string | undefined, options: MoveOptions): Promise<ExitCode> {
  const root = await workspaceRoot(context);
  const { planMove } = await import("../../guard/move.ts");
  const { gitHistory } = await import("../../platform/git-history.ts");
  const ports = await context.ports();
  const vault = await (await openVaults(context)).at(options.to ?? (await defaultVault(context)));
  const everywhere = await detectionsOf(context, root);
  const detections = options.all === true ? everywhere : at(root, requirePlace(place), everywhere);
  const plan = await planMove(root, ports, {
    detections,
    workspace: everywhere,
    vault,
    history: (path, value) => gitHistory(root, path, value),
  });
  tellRefused(context, plan);
  if (options.dryRun === true) {
    preview(context, plan, true);
    context.output.talk(`${String(plan.secrets.length)} secrets would move; nothing was written`);
    return exitCodes.fine;
  }
  if (options.yes !== true && plan.secrets.length > 0) preview(context, plan, false);
  await requireConsent(
    `Move ${String(plan.secrets.length)} to the vault and edit ${String(plan.changes.length)} files?`,
    options.yes,
  );
  const { carryOutMove } = await import("../../guard/move-carry-out.ts");
  await carryOutMove(plan, ports, { vault, home: context.home });
  const { followMove } = await import("../apply-plan.ts");
  const followed = await followMove(context, root, plan.secrets);
  tellMoved(context, plan, followed);
  if (options.wire === true) await wire(context, plan);
  return plan.refused.length > 0 ? exitCodes.found : exitCodes.fine;
}

/** After the move, on the files as it left them. */
async function wire(context: CliContext, { root, secrets }: MovePlan): Promise<void> {
  const { planWiring, wireResolver } = await import("../../guard/wire-resolver.ts");
  const ports = await context.ports();
  const changes = planWiring(root, ports, secrets);
  const written = wireResolver(root, ports, { home: context.home, changes });
  for (const path of written) context.output.talk(`starts with the vault from now on: ${relative(root, path)}`);
  if (written.length === 0)
    context.output.talk("no file of the project starts its programs in a way that could be wired");
}

function requirePlace(place: string | undefined): string {
  if (place !== undefined) return place;
  throw new LeastkeyError("usage", "there is no place to move from", "name FILE:LINE, a file, or --all");
}

/** Values never cross the worker's boundary, so the files that a scan names are read again here. */
async function detectionsOf(context: CliContext, root: string): Promise<readonly Detection[]> {
  const { detect } = await import("../../core/detect/engine.ts");
  const { files } = await context.ports();
  const report = await scanFolder(context, root, { tier: "weak" });
  return [...new Set(report.findings.map(({ place }) => place.path))].flatMap((path) => {
    const content = files.read(resolve(root, path));
    return content === undefined ? [] : detect({ path, content });
  });
}

/** The secrets at FILE, FILE:LINE or FILE:LINE:COLUMN. */
function at(root: string, place: string, everywhere: readonly Detection[]): readonly Detection[] {
  const [, file = place, line, column] = /^(.*?)(?::(\d+))?(?::(\d+))?$/.exec(place) ?? [];
  const path = (isAbsolute(file) ? relative(root, file) : file).replaceAll("\\", "/").replace(/^\.\//, "");
  const found = everywhere
    .filter((detection) => detection.place.path === path)
    .filter(
      ({ place: { line: first, endLine } }) => line === undefined || (Number(line) >= first && Number(line) <= endLine),
    )
    .filter(({ place: where }) => column === undefined || Number(column) === where.column);
  if (found.length > 0) return found;
  throw new LeastkeyError(
    "not-found",
    `no secret was found at ${place}`,
    "see the places with 'leastkey scan --tier weak'",
  );
}

function preview(context: CliContext, plan: MovePlan, all: boolean): void {
  for (const { reference, name, places, copies } of plan.secrets) {
    context.output.result(`${reference}  as ${name}, in ${String(places.length)} places`);
    for (const { path, line } of copies) context.output.result(`  the same value stays in ${path}:${String(line)}`);
  }
  // A removed line holds the value: its place is shown, its text is not.
  showDiffs(plan.root, plan.changes, context.output, { all, hide: (text) => masked(text, plan) });
}

function masked(line: string, plan: MovePlan): string {
  return plan.secrets.reduce((text, { value }) => text.replaceAll(value.reveal(), "••••••"), line);
}

function tellRefused(context: CliContext, plan: MovePlan): void {
  for (const { place, reason, hint } of plan.refused) {
    context.output.talk(`${place.path}:${String(place.line)}: left where it is, ${reason}`);
    context.output.hint(hint);
  }
}

function tellMoved({ output }: CliContext, plan: MovePlan, followed: boolean): void {
  for (const { reference, name, places } of plan.secrets) {
    const where = places.map(({ place }) => `${place.path}:${String(place.line)}`).join(", ");
    output.talk(`moved from ${where} to ${reference}; the program reads ${name}`);
  }
  if (followed) output.talk("the agents' rules follow");
  if (plan.resolver.wired === undefined) {
    const [first] = plan.resolver.suggestions;
    const file = first?.change === undefined ? "" : `, or let leastkey move --wire write it into ${first.title}`;
    const command = first === undefined || first.change !== undefined ? "leastkey run -- COMMAND" : first.detail;
    output.hint(`run the program with its references resolved: ${command}${file}`);
  } else output.talk(`its reference is resolved by ${plan.resolver.wired}`);
  for (const { where, detail, hint } of plan.remains) {
    output.talk(`look also at ${where}: ${detail}`);
    output.hint(hint);
  }
  for (const { provider, page, detail } of plan.rotation) {
    output.hint(
      `rotate it at ${provider}: ${detail}${page === undefined || detail.includes(page) ? "" : ` (${page})`}`,
    );
  }
}
