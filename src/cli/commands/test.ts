import { Option } from "commander";
import { version } from "../../../package.json";
import { LeastkeyError } from "../../core/errors.ts";
import type { BoundaryReport } from "../../guard/boundary/report.ts";
import type { Scenario } from "../../guard/boundary/scenario.ts";
import { type AddCommand, examples } from "../command.ts";
import { type CliContext, conclude, workspaceRoot } from "../context.ts";
import { describeBoundaries } from "../describe-boundaries.ts";
import { type ExitCode, exitCodes } from "../exit-codes.ts";

interface TestOptions {
  readonly agent?: readonly string[];
  readonly scenario?: readonly string[];
  readonly format: "text" | "json" | "junit" | "sarif";
  readonly live?: boolean;
  readonly all?: boolean;
}

export const addTest: AddCommand = (program, context) => {
  program
    .command("test")
    .summary("prove that the boundaries hold: try to cross each one")
    .description(
      "Tries to make each agent exceed its scope, in a throw-away copy of this folder's rules with invented credentials in place of yours, and says which attempts were stopped. Simulated: the agents' payloads through the hooks that your settings name. With --live: the agents on this machine, driven by a scripted model on the loopback address; no account, no model and no other network.",
    )
    .argument("[path]", "the folder", ".")
    .option("--agent <id...>", "only these agents")
    .option("--scenario <id...>", "only these scenarios; a part proves nothing new")
    .addOption(
      new Option("--format <format>", "how to report").choices(["text", "json", "junit", "sarif"]).default("text"),
    )
    .option("--live", "drive the agents themselves")
    .option("--all", "as text: every scenario, not only those that leaked")
    .addHelpText(
      "after",
      examples(
        ["leastkey test", "every agent with hooks here; exit code 1 when a boundary leaks"],
        ["leastkey test --format junit > boundaries.xml", "for CI"],
        ["leastkey test --live --agent claude-code", "Claude Code itself"],
      ),
    )
    .action(async (path: string, options: TestOptions) => {
      process.exitCode = await conclude(context, () => test(context, path, options));
    });
};

interface Asked {
  readonly root: string;
  readonly scenarios: readonly Scenario[];
}

async function test(context: CliContext, path: string, options: TestOptions): Promise<ExitCode> {
  const root = await workspaceRoot(context, path);
  const { files } = await context.ports();
  const [{ hasPassed }, { recordProofs }, { allScenarios }] = await Promise.all([
    import("../../guard/boundary/report.ts"),
    import("../../guard/boundary/proof.ts"),
    import("../../guard/boundary/all-scenarios.ts"),
  ]);
  const all = allScenarios(root, files, context.home);
  const scenarios = all.filter(({ id }) => options.scenario?.includes(id) ?? true);
  const unknown = options.scenario?.find((id) => all.every((one) => one.id !== id));
  if (unknown !== undefined)
    throw new LeastkeyError("usage", `there is no scenario "${unknown}"`, "leastkey test --all names them");
  const asked = { root, scenarios, ...(options.agent === undefined ? {} : { agents: options.agent }) };
  const tried =
    options.live === true
      ? await (await import("../run-live.ts")).testLive(context, asked)
      : await (await import("../run-boundaries.ts")).testSimulated(context, asked);
  const report = await scanned(context, tried, asked);
  context.output.progress(undefined);
  if (context.interrupted.aborted) return exitCodes.interrupted;
  recordProofs(report, context.home, files, scenarios.length === all.length);
  await show(context, report, options);
  return report.agents.every(hasPassed) ? exitCodes.fine : exitCodes.found;
}

/** A sentence about readable paths is about all files as they are now, not about those that are known. */
async function scanned(
  context: CliContext,
  report: BoundaryReport,
  { root, scenarios }: Asked,
): Promise<BoundaryReport> {
  if (context.interrupted.aborted || scenarios.every(({ oracle }) => oracle !== "scan")) return report;
  context.output.progress("looking for secrets that no rule hides");
  const [{ scanFolder }, { withScan }, { readIndexAt }] = await Promise.all([
    import("../scan-folder.ts"),
    import("../../guard/boundary/scan-outcome.ts"),
    import("../../guard/write-index.ts"),
  ]);
  const { files } = await context.ports();
  const { protectedPaths, files: count, errors } = await scanFolder(context, root);
  const lookup = readIndexAt(root, files, context.home);
  const hidden = new Set(lookup.kind === "found" ? lookup.index.protectedPaths.map(({ path }) => path) : []);
  const paths = protectedPaths.map(({ path }) => path).filter((path) => !hidden.has(path));
  return withScan(report, scenarios, { scanned: count, unread: errors.length, paths });
}

async function show(context: CliContext, report: BoundaryReport, options: TestOptions): Promise<void> {
  const { output } = context;
  const { jsonReport, junitReport, sarifReport } = await import("../../guard/boundary/formats.ts");
  switch (options.format) {
    case "json":
      output.json(jsonReport(report));
      return;
    case "junit":
      output.raw(junitReport(report));
      return;
    case "sarif":
      output.json(sarifReport(report, version));
      return;
    case "text":
      describeBoundaries(report, output, options.all === true);
  }
  if (report.agents.length === 0)
    throw new LeastkeyError("not-found", "no agent could be tested", "leastkey agents says which have hooks here");
}
