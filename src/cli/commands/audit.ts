import type { Command } from "commander";
import { InvalidArgumentError, Option } from "commander";
import type { EntryRow } from "../../audit/read.ts";
import type { Verification } from "../../audit/verify.ts";
import { type AddCommand, examples } from "../command.ts";
import { type CliContext, conclude } from "../context.ts";
import { describeEntry } from "../describe-entry.ts";
import { type ExitCode, exitCodes } from "../exit-codes.ts";

interface TailOptions {
  readonly lines: number;
  readonly follow?: boolean;
  readonly json?: boolean;
}

export const addAudit: AddCommand = (program: Command, context: CliContext) => {
  const audit = program
    .command("audit")
    .summary("the audit trail: tail, verify, export")
    .addHelpText(
      "after",
      examples(
        ["leastkey audit tail -f", "follow what agents do with credentials"],
        ["leastkey audit verify", "check the chain and the signed checkpoints; exit code 1 names the first bad record"],
        ["leastkey audit export --format csv > trail.csv", "for a spreadsheet; jsonl is OCSF 1.8 for a SIEM"],
      ),
    );
  audit
    .command("tail")
    .description("The last records, and with --follow those to come.")
    .option("-n, --lines <count>", "how many", wholeNumber, 20)
    .option("-f, --follow", "go on until Ctrl-C")
    .option("--json", "one JSON object a line")
    .action(async (options: TailOptions) => {
      process.exitCode = await conclude(context, () => tail(context, options));
    });
  audit
    .command("verify")
    .description("Checks every record, the chain between them and the signed checkpoints, offline.")
    .option("--json", "for programs")
    .action(async (options: { readonly json?: boolean }) => {
      process.exitCode = await conclude(context, () => verify(context, options.json === true));
    });
  audit
    .command("export")
    .description("The whole trail in another form, on stdout.")
    .addOption(new Option("--format <format>", "jsonl: OCSF records").choices(["jsonl", "csv"]).default("jsonl"))
    .action(async (options: { readonly format: "jsonl" | "csv" }) => {
      process.exitCode = await conclude(context, () => exportAll(context, options.format));
    });
  for (const command of audit.commands) command.exitOverride();
};

function wholeNumber(text: string): number {
  const count = Number(text);
  if (!Number.isInteger(count) || count < 0) throw new InvalidArgumentError("it takes a whole number");
  return count;
}

async function tail(context: CliContext, options: TailOptions): Promise<ExitCode> {
  const { lastRows } = await import("../../platform/trail-read.ts");
  const show = (row: EntryRow): void =>
    options.json === true
      ? context.output.raw(`${JSON.stringify(row)}\n`)
      : context.output.result(describeEntry(row, context.output));
  const rows = lastRows(context.home, options.lines);
  for (const row of rows) show(row);
  if (options.follow !== true) {
    if (rows.length === 0) context.output.talk("nothing is recorded yet");
    return exitCodes.fine;
  }
  const { followTrail } = await import("../../platform/trail-follow.ts");
  const following = followTrail(context.home, show, { keepAlive: true });
  await new Promise<void>((resolve) => context.interrupted.addEventListener("abort", () => resolve(), { once: true }));
  following.close();
  return exitCodes.fine;
}

async function verify(context: CliContext, json: boolean): Promise<ExitCode> {
  const { verifyHomeTrail } = await import("../../platform/trail-read.ts");
  const verification = verifyHomeTrail(context.home);
  if (json) context.output.json({ version: 1, ok: verification.bad === undefined, ...verification });
  else context.output.result(verdictOn(verification));
  if (verification.bad === undefined) return exitCodes.fine;
  context.output.hint(
    "keep the trail as it is; compare it with an exported copy or a head that was anchored elsewhere",
  );
  return exitCodes.found;
}

function verdictOn({ records, bad, head, checkpoints }: Verification): string {
  if (bad !== undefined)
    return `the trail is not whole: record ${String(bad.sequence)}, line ${String(bad.line)}: ${bad.message}`;
  if (head === undefined) return "the trail is empty";
  const signed =
    checkpoints === 0
      ? "no signed checkpoint yet"
      : `${String(checkpoints)} signed ${checkpoints === 1 ? "checkpoint agrees" : "checkpoints agree"}`;
  return [
    `the trail is whole: ${String(records)} records, head ${String(head.sequence)} ${head.hash.slice(0, 16)}; ${signed}`,
    "this shows edits, not a cut-off end: for that, keep a head somewhere else",
  ].join("\n");
}

async function exportAll(context: CliContext, format: "jsonl" | "csv"): Promise<ExitCode> {
  const { trailLines } = await import("../../platform/trail-read.ts");
  const { exportTrail } = await import("../../audit/export.ts");
  for (const line of exportTrail(trailLines(context.home), format)) {
    if (context.interrupted.aborted) break;
    context.output.raw(`${line}\n`);
  }
  return exitCodes.fine;
}
