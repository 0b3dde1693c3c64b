import type { Command } from "commander";
import { Option } from "commander";
import { bearsSecrets, type Finding, type Tier, tiers } from "../../core/finding.ts";
import type { ScanReport } from "../../guard/scan.ts";
import { type AddCommand, examples } from "../command.ts";
import { type CliContext, conclude, workspaceRoot } from "../context.ts";
import { describeFinding } from "../describe-finding.ts";
import { type ExitCode, exitCodes } from "../exit-codes.ts";
import { scanFolder } from "../scan-folder.ts";

interface ScanOptions {
  readonly json?: boolean;
  readonly format: "text" | "json";
  readonly tier: Tier;
  readonly exclude?: readonly string[];
  readonly exposures?: boolean;
  readonly scrub?: boolean;
  readonly yes?: boolean;
}

export const addScan: AddCommand = (program: Command, context: CliContext) => {
  program
    .command("scan")
    .summary("find secrets and say what each can do")
    .description(
      "Finds credentials in a folder (git-ignored files that are secret by name included). Never prints a value.",
    )
    .argument("[path]", "the folder", ".")
    .addOption(new Option("--format <format>", "how to report").choices(["text", "json"]).default("text"))
    .option("--json", "the same as --format json")
    .addOption(new Option("--tier <tier>", "the least sure findings to show").choices(tiers).default("generic"))
    .option("--exclude <glob...>", "leave out paths that match")
    .option("--exposures", "what agents, shells and editors on this machine have recorded")
    .option("--scrub", "with --exposures: take the values out of those records, with a backup")
    .option("-y, --yes", "agree to --scrub without being asked")
    .addHelpText(
      "after",
      examples(
        ["leastkey scan", "this folder; exit code 1 when something is found"],
        ["leastkey scan --json | jq '.findings[].path'", "for programs"],
        ["leastkey scan --tier weak", "test passwords too"],
        ["leastkey scan --exposures", "credentials in transcripts, logs and histories; rotate these first"],
      ),
    )
    .action(async (path: string, options: ScanOptions) => {
      process.exitCode = await conclude(context, () =>
        options.exposures === true || options.scrub === true
          ? recorded(context, path, options)
          : scan(context, path, options),
      );
    });
};

async function recorded(context: CliContext, path: string, options: ScanOptions): Promise<ExitCode> {
  const { exposures } = await import("./exposures.ts");
  const json = options.json === true || options.format === "json";
  return exposures(context, path, { json, scrub: options.scrub === true, yes: options.yes === true });
}

async function scan(context: CliContext, path: string, options: ScanOptions): Promise<ExitCode> {
  const root = await workspaceRoot(context, path);
  const report = await scanFolder(context, root, { tier: options.tier, exclude: options.exclude ?? [] });
  if (options.json === true || options.format === "json") {
    context.output.json(publicReport(report));
  } else {
    show(context, report);
  }
  return report.findings.length > 0 ? exitCodes.found : exitCodes.fine;
}

/** The report as programs read it, media/schema/scan.schema.json; what the index needs stays inside. */
function publicReport(report: ScanReport): unknown {
  const { values: _values, findings, ...rest } = report;
  return {
    ...rest,
    findings: findings.map(({ place: { path, line, column, endLine, endColumn }, ...finding }) => ({
      ...finding,
      path,
      line,
      column,
      endLine,
      endColumn,
      secretBearing: bearsSecrets(finding.tier),
    })),
  };
}

function show(context: CliContext, report: ScanReport): void {
  const { output } = context;
  for (const finding of report.findings) output.result(describeFinding(finding, output));
  for (const error of report.errors) output.talk(`${error.path}: ${error.message}`);
  const seconds = (report.durationMs / 1000).toFixed(1);
  const count = report.findings.length;
  const found =
    count === 0
      ? "no secrets"
      : `${String(count)} ${count === 1 ? "secret" : "secrets"} in ${String(filesOf(report.findings))} files`;
  output.talk(`${found}; ${String(report.files)} files read in ${seconds} s`);
  if (count > 0)
    output.hint("hide them from agents with 'leastkey protect', take them out with 'leastkey move FILE:LINE'");
}

function filesOf(findings: readonly Finding[]): number {
  return new Set(findings.map((finding) => finding.place.path)).size;
}
