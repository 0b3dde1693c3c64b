import type { Command } from "commander";
import { Option } from "commander";
import { LeastkeyError } from "../../core/errors.ts";
import { type Tier, tiers } from "../../core/finding.ts";
import { askOf, type Baseline, withoutAccepted } from "../../guard/scan-baseline.ts";
import { scanRulesPath } from "../../guard/scan-rules.ts";
import { newSalt } from "../../platform/baseline-digest.ts";
import { readBaseline, writeBaseline } from "../baseline-file.ts";
import { type AddCommand, examples } from "../command.ts";
import { type CliContext, conclude } from "../context.ts";
import { type ExitCode, exitCodes } from "../exit-codes.ts";
import { printReport, type ScanFormat, scanFormats } from "../scan-output.ts";
import { type ScanSource, type SourceOptions, scanSource, sourceOf } from "../scan-source.ts";

interface ScanOptions extends SourceOptions {
  readonly json?: boolean;
  readonly format: ScanFormat;
  readonly tier: Tier;
  readonly exclude?: readonly string[];
  /** A file, or false for --no-baseline. */
  readonly baseline?: string | false;
  /** false for --no-cache. */
  readonly cache: boolean;
  readonly updateBaseline?: boolean;
  readonly exposures?: boolean;
  readonly scrub?: boolean;
  readonly yes?: boolean;
}

export const addScan: AddCommand = (program: Command, context: CliContext) => {
  program
    .command("scan")
    .summary("find secrets and say what each can do")
    .description(
      "Finds credentials in folders and files (git-ignored files that are secret by name included). Never prints a value.",
    )
    .argument("[paths...]", "folders and files; '-' is standard input; this folder when left out")
    .addOption(new Option("--format <format>", "how to report").choices(scanFormats).default("text"))
    .option("--json", "the same as --format json")
    .addOption(new Option("--tier <tier>", "the least sure findings to show").choices(tiers).default("generic"))
    .option("--exclude <glob...>", "leave out paths that match")
    .option("--staged", "what the next commit would bring")
    .option("--history", "every version that any branch or tag holds, each secret with the commit that brought it")
    .option("--stdin-name <path>", "the file name that '-' stands for; it tells the format and the environment")
    .option("--baseline <file>", "accepted findings; .leastkey/baseline.json when it is there")
    .option("--no-baseline", "report accepted findings too")
    .option("--no-cache", "read every file again, also those that did not change since the last scan")
    .option("--update-baseline", "accept all that is found now, as salted hashes")
    .option("--exposures", "what agents, shells and editors on this machine have recorded")
    .option("--scrub", "with --exposures: take the values out of those records, with a backup")
    .option("-y, --yes", "agree to --scrub or --update-baseline without being asked")
    .addHelpText(
      "after",
      examples(
        ["leastkey scan", "this folder; exit code 1 when something is found"],
        ["leastkey scan src .env", "some folders and files"],
        ["leastkey scan --staged", "before a commit: what it would bring"],
        ["leastkey scan --history", "what git still holds, and since when"],
        ["kubectl get secret x -o yaml | leastkey scan - --stdin-name secret.yaml", "standard input"],
        ["leastkey scan --json | jq '.findings[].path'", "for programs; --format sarif or gitlab for CI"],
        ["leastkey scan --update-baseline", "accept what is there today, so that only new secrets count"],
        ["leastkey scan --tier weak", "test passwords too"],
        ["leastkey scan --exposures", "credentials in transcripts, logs and histories; rotate these first"],
      ),
    )
    .action(async (paths: readonly string[], options: ScanOptions) => {
      process.exitCode = await conclude(context, () =>
        options.exposures === true || options.scrub === true
          ? recorded(context, paths[0] ?? ".", options)
          : scan(context, paths, options),
      );
    });
};

async function recorded(context: CliContext, path: string, options: ScanOptions): Promise<ExitCode> {
  const { exposures } = await import("./exposures.ts");
  const json = options.json === true || options.format === "json";
  return exposures(context, path, { json, scrub: options.scrub === true, yes: options.yes === true });
}

async function scan(context: CliContext, paths: readonly string[], options: ScanOptions): Promise<ExitCode> {
  const source = await sourceOf(context, paths, options);
  const { tier, exclude = [] } = options;
  if (options.updateBaseline === true) return update(context, source, options);
  const baseline = await baselineFor(context, source, options);
  const ask = baseline === undefined ? {} : { baseline: askOf(baseline) };
  const whole = await scanSource(context, source, { tier, exclude, cached: options.cache, ...ask });
  const { report, accepted } =
    baseline === undefined ? { report: whole, accepted: 0 } : withoutAccepted(whole, baseline);
  const wrong = report.errors.filter(({ path }) => path === scanRulesPath);
  printReport(context, report, options.json === true ? "json" : options.format);
  if (accepted > 0) context.output.talk(`${String(accepted)} more accepted by the baseline (--no-baseline shows them)`);
  if (wrong.length > 0) {
    // Told after the report: what the other rules found is worth having.
    throw new LeastkeyError(
      "config.invalid",
      `${scanRulesPath}: ${wrong.map(({ message }) => message).join("; ")}`,
      "mend the file, then scan again",
    );
  }
  return report.findings.length > 0 ? exitCodes.found : exitCodes.fine;
}

async function baselineFor(
  context: CliContext,
  source: ScanSource,
  { baseline: named }: ScanOptions,
): Promise<Baseline | undefined> {
  if (named === false) return undefined;
  return (await readBaseline(context, source.root, { named, mayMiss: false })).baseline;
}

async function update(context: CliContext, source: ScanSource, options: ScanOptions): Promise<ExitCode> {
  if (source.kind !== "paths" || source.within !== undefined) {
    throw new LeastkeyError(
      "usage",
      "--update-baseline takes a whole folder",
      "leave out --staged, --history and files",
    );
  }
  const named = options.baseline === false ? undefined : options.baseline;
  const { path, baseline } = await readBaseline(context, source.root, { named, mayMiss: true });
  const salt = baseline?.salt ?? newSalt();
  const { tier, exclude = [] } = options;
  const report = await scanSource(context, source, { tier, exclude, baseline: { salt } });
  await writeBaseline(context, path, report, { salt, yes: options.yes });
  return exitCodes.fine;
}
