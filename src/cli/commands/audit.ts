import type { Command } from "commander";
import { InvalidArgumentError, Option } from "commander";
import type { AnchoredHead } from "../../audit/anchor.ts";
import type { EntryRow } from "../../audit/read.ts";
import type { Verification } from "../../audit/verify.ts";
import { LeastkeyError } from "../../core/errors.ts";
import type { Anchor } from "../../platform/trail-anchors.ts";
import type { Trail } from "../../platform/trail-file.ts";
import { type AddCommand, examples } from "../command.ts";
import { type CliContext, conclude, workspaceRoot } from "../context.ts";
import { describeEntry } from "../describe-entry.ts";
import { type ExitCode, exitCodes } from "../exit-codes.ts";

interface TailOptions {
  readonly lines: number;
  readonly agent?: string;
  readonly outcome?: string;
  readonly since?: number;
  readonly follow?: boolean;
  readonly json?: boolean;
}

export const addAudit: AddCommand = (program: Command, context: CliContext) => {
  const audit = program
    .command("audit")
    .summary("the audit trail: tail, verify, anchor, export")
    .addHelpText(
      "after",
      examples(
        ["leastkey audit tail -f", "follow what agents do with credentials"],
        ["leastkey audit verify", "check the chain and the signed checkpoints; exit code 1 names the first bad record"],
        ["leastkey audit tail --outcome denied --since 7d", "what was refused this week"],
        ["leastkey audit anchor --git . && git push origin refs/notes/leastkey", "keep the head where others see it"],
        ["leastkey audit verify --against .", "a cut-off end shows against the anchored heads"],
        ["leastkey audit export --format csv > trail.csv", "for a spreadsheet; jsonl is OCSF 1.8 for a SIEM"],
        ["OTEL_EXPORTER_OTLP_ENDPOINT=http://localhost:4318 leastkey audit export --format otlp", "to a collector"],
      ),
    );
  audit
    .command("tail")
    .description("The last records, and with --follow those to come.")
    .option("-n, --lines <count>", "how many", wholeNumber, 20)
    .option("-f, --follow", "go on until Ctrl-C")
    .option("--agent <id>", "only this agent's")
    .addOption(
      new Option("--outcome <outcome>", "only these").choices(["allowed", "asked", "denied", "done", "failed"]),
    )
    .option("--since <when>", "only from then on: 2026-11-24, 2026-11-24T10:00Z, 30m, 12h, 7d", sinceWhen)
    .option("--json", "one JSON object a line")
    .action(async (options: TailOptions) => {
      process.exitCode = await conclude(context, () => tail(context, options));
    });
  audit
    .command("verify")
    .description("Checks every record, the chain between them and the signed checkpoints, offline.")
    .option("--against <repository>", "also the heads that are kept in this git repository's notes")
    .option("--json", "for programs")
    .action(async (options: VerifyFlags) => {
      process.exitCode = await conclude(context, () => verify(context, options));
    });
  audit
    .command("anchor")
    .description("Signs the trail and keeps its head outside: in a git note, refs/notes/leastkey, on HEAD.")
    .option("--git <repository>", "the repository", ".")
    .action(async (options: { readonly git: string }) => {
      process.exitCode = await conclude(context, () => anchor(context, options.git));
    });
  addExport(audit, context);
  addMapping(audit, context);
  for (const command of audit.commands) command.exitOverride();
};

function addExport(audit: Command, context: CliContext): void {
  audit
    .command("export")
    .description("The whole trail in another form on stdout, or what is new of it to an OpenTelemetry collector.")
    .addOption(
      new Option("--format <format>", "jsonl: OCSF records; otlp: to OTEL_EXPORTER_OTLP_ENDPOINT")
        .choices(["jsonl", "csv", "otlp"])
        .default("jsonl"),
    )
    .action(async ({ format }: { readonly format: "jsonl" | "csv" | "otlp" }) => {
      process.exitCode = await conclude(context, () =>
        format === "otlp" ? send(context) : exportAll(context, format),
      );
    });
}

function addMapping(audit: Command, context: CliContext): void {
  audit
    .command("mapping")
    .description("How the exported OCSF records map to the Elastic Common Schema, as a table.")
    .action(async () => {
      process.exitCode = await conclude(context, async () => {
        const { ecsTable } = await import("../../audit/ecs.ts");
        context.output.result(ecsTable());
        return exitCodes.fine;
      });
    });
}

function wholeNumber(text: string): number {
  const count = Number(text);
  if (!Number.isInteger(count) || count < 0) throw new InvalidArgumentError("it takes a whole number");
  return count;
}

const units: Readonly<Record<string, number>> = { m: 60_000, h: 3_600_000, d: 86_400_000 };

function sinceWhen(text: string): number {
  const [, count, unit] = /^(\d{1,6})([mhd])$/.exec(text) ?? [];
  const time =
    count === undefined || unit === undefined ? Date.parse(text) : Date.now() - Number(count) * (units[unit] ?? 0);
  if (!Number.isFinite(time)) throw new InvalidArgumentError("it takes a date, or a span such as 30m, 12h or 7d");
  return time;
}

const isAsked =
  ({ agent, outcome, since }: TailOptions) =>
  (row: EntryRow): boolean =>
    (agent === undefined || row.agent === agent) &&
    (outcome === undefined || row.outcome === outcome) &&
    (since === undefined || row.time >= since);

async function trailOf({ home }: CliContext): Promise<Trail> {
  const [{ openTrail }, { systemClock }] = await Promise.all([
    import("../../platform/trail-file.ts"),
    import("../../platform/system-clock.ts"),
  ]);
  return openTrail(home, systemClock);
}

async function tail(context: CliContext, options: TailOptions): Promise<ExitCode> {
  const { lastRows } = await import("../../platform/trail-read.ts");
  (await trailOf(context)).settle();
  const wanted = isAsked(options);
  const show = (row: EntryRow): void => {
    if (!wanted(row)) return;
    if (options.json === true) context.output.raw(`${JSON.stringify(row)}\n`);
    else context.output.result(describeEntry(row, context.output));
  };
  const rows = lastRows(context.home, options.lines, wanted);
  for (const row of rows) show(row);
  if (options.follow !== true) {
    if (rows.length === 0) context.output.talk("nothing of that is recorded yet");
    return exitCodes.fine;
  }
  const { followTrail } = await import("../../platform/trail-follow.ts");
  const following = followTrail(context.home, show, { keepAlive: true });
  await new Promise<void>((resolve) => context.interrupted.addEventListener("abort", () => resolve(), { once: true }));
  following.close();
  return exitCodes.fine;
}

interface VerifyFlags {
  readonly json?: boolean;
  readonly against?: string;
}

async function verify(context: CliContext, { json, against }: VerifyFlags): Promise<ExitCode> {
  const [{ verifyHomeTrail }, { lastAnchored }] = await Promise.all([
    import("../../platform/trail-read.ts"),
    import("../../platform/trail-anchors.ts"),
  ]);
  const waiting = (await trailOf(context)).settle();
  const heads = against === undefined ? undefined : await headsOf(context, against);
  const verification = verifyHomeTrail(context.home, heads === undefined ? {} : { heads });
  const anchored = lastAnchored(context.home);
  if (json === true)
    context.output.json({
      version: 1,
      ok: verification.bad === undefined,
      ...verification,
      waiting,
      lastAnchored: anchored,
    });
  else
    context.output.result(
      [
        verdictOn(verification),
        ...(waiting === 0 ? [] : [`${String(waiting)} records wait for their place in the chain; run it again`]),
        anchoredText(anchored),
        ...(heads === undefined ? [] : [`${String(heads.length)} heads of this trail stand in the repository's notes`]),
      ].join("\n"),
    );
  if (verification.bad === undefined) return exitCodes.fine;
  context.output.hint(
    "keep the trail as it is; compare it with an exported copy or a head that was anchored elsewhere",
  );
  return exitCodes.found;
}

/** The heads in a repository's notes; refused when it has none of this trail, or asking would prove nothing. */
async function headsOf(context: CliContext, folder: string): Promise<readonly AnchoredHead[]> {
  const [{ headsInGit }, { chainOf }] = await Promise.all([
    import("../../platform/trail-git.ts"),
    import("../../platform/trail-read.ts"),
  ]);
  const chain = chainOf(context.home);
  const heads = chain === undefined ? [] : await headsInGit(await workspaceRoot(context, folder), chain);
  if (heads.length > 0) return heads;
  throw new LeastkeyError(
    "not-found",
    "the repository's notes hold no head of this trail",
    "fetch them with: git fetch origin refs/notes/leastkey:refs/notes/leastkey; or keep one with: leastkey audit anchor",
  );
}

async function anchor(context: CliContext, folder: string): Promise<ExitCode> {
  const [{ anchorInGit }, { systemClock }] = await Promise.all([
    import("../../platform/trail-git.ts"),
    import("../../platform/system-clock.ts"),
  ]);
  const root = await workspaceRoot(context, folder);
  const checkpoint = (await trailOf(context)).checkpoint();
  const anchored = await anchorInGit(context.home, root, {
    clock: systemClock,
    ...(checkpoint === undefined ? {} : { checkpoint }),
  });
  if (anchored === undefined) {
    context.output.talk("nothing is recorded yet, so there is no head to keep");
    return exitCodes.fine;
  }
  context.output.result(`head ${String(anchored.sequence)} ${anchored.hash.slice(0, 16)} kept in refs/notes/leastkey`);
  context.output.hint("it is outside once it is pushed: git push origin refs/notes/leastkey");
  return exitCodes.fine;
}

async function send(context: CliContext): Promise<ExitCode> {
  const [{ otlpTarget }, { sendTrail }] = await Promise.all([
    import("../../audit/otlp.ts"),
    import("../../platform/trail-otlp.ts"),
  ]);
  const target = otlpTarget(context.env);
  if (target === undefined)
    throw new LeastkeyError(
      "config.invalid",
      "no collector is named",
      "set OTEL_EXPORTER_OTLP_ENDPOINT, for example http://localhost:4318",
    );
  (await trailOf(context)).settle();
  const { records, rejected, upTo } = await sendTrail(context.home, target);
  context.output.result(
    records === 0
      ? `nothing new since record ${String(upTo)}`
      : `${String(records)} records sent, up to ${String(upTo)}`,
  );
  if (rejected === 0) return exitCodes.fine;
  context.output.talk(`the collector dropped ${String(rejected)} of them`);
  return exitCodes.found;
}

const anchoredText = (anchored: Anchor | undefined): string =>
  anchored === undefined
    ? "last anchored: never; a cut-off end can only be seen against a head that is kept elsewhere"
    : `last anchored: ${new Date(anchored.time).toISOString()} at record ${String(anchored.sequence)}, ${anchored.where === "otlp" ? "collector" : "git note in"} ${anchored.place}`;

function verdictOn({ records, bad, head, checkpoints }: Verification): string {
  if (bad !== undefined)
    return `the trail is not whole: record ${String(bad.sequence)}, line ${String(bad.line)}: ${bad.message}`;
  if (head === undefined) return "the trail is empty";
  const signed =
    checkpoints === 0
      ? "no signed checkpoint yet"
      : `${String(checkpoints)} signed ${checkpoints === 1 ? "checkpoint agrees" : "checkpoints agree"}`;
  return `the trail is whole: ${String(records)} records, head ${String(head.sequence)} ${head.hash.slice(0, 16)}; ${signed}`;
}

async function exportAll(context: CliContext, format: "jsonl" | "csv"): Promise<ExitCode> {
  const { trailLines } = await import("../../platform/trail-read.ts");
  const { exportTrail } = await import("../../audit/export.ts");
  (await trailOf(context)).settle();
  for (const line of exportTrail(trailLines(context.home), format)) {
    if (context.interrupted.aborted) break;
    context.output.raw(`${line}\n`);
  }
  return exitCodes.fine;
}
