import { Option } from "commander";
import type { Runbook, RunbookLine } from "../../guard/runbook/runbook.ts";
import { type AddCommand, examples } from "../command.ts";
import { type CliContext, conclude, workspaceRoot } from "../context.ts";
import { type ExitCode, exitCodes } from "../exit-codes.ts";
import type { Output } from "../output.ts";
import { scanFolder } from "../scan-folder.ts";

interface RunbookOptions {
  readonly format: "text" | "md" | "json";
  readonly json?: boolean;
}

export const addRunbook: AddCommand = (program, context) => {
  program
    .command("runbook")
    .summary("the credential runbook of this workspace, each line with its evidence")
    .description(
      "Works the credential runbook through for a folder: what is done, what is open, what cannot be known from here, each line with what was seen and how to go on. Exit code 1 when lines are open.",
    )
    .argument("[path]", "the folder", ".")
    .addOption(new Option("--format <format>", "how to report").choices(["text", "md", "json"]).default("text"))
    .option("--json", "the same as --format json")
    .addHelpText(
      "after",
      examples(
        ["leastkey runbook", "where this workspace stands"],
        ["leastkey runbook --format md > runbook.md", "for an audit"],
        ["leastkey runbook --json", "media/schema/runbook.schema.json"],
      ),
    )
    .action(async (path: string, options: RunbookOptions) => {
      process.exitCode = await conclude(context, () => runbook(context, path, options));
    });
};

async function runbook(context: CliContext, path: string, options: RunbookOptions): Promise<ExitCode> {
  const root = await workspaceRoot(context, path);
  const ports = await context.ports();
  const [{ gatherEvidence }, { runbookOf }, { lastHeartbeat }, trail] = await Promise.all([
    import("../../guard/runbook/gather-evidence.ts"),
    import("../../guard/runbook/runbook.ts"),
    import("../../platform/heartbeat.ts"),
    trailOf(context),
  ]);
  const scan = await scanFolder(context, root);
  context.output.progress(undefined);
  if (context.interrupted.aborted) return exitCodes.interrupted;
  const { home } = context;
  const seen = (agent: string): string | undefined => lastHeartbeat(home, agent)?.at;
  const result = runbookOf(gatherEvidence(root, ports, { home, scan, trail, seen }));
  await show(context, result, options.json === true ? "json" : options.format);
  return result.lines.some(({ state }) => state === "open") ? exitCodes.found : exitCodes.fine;
}

async function trailOf({ home }: CliContext) {
  const [{ verifyHomeTrail }, { lastAnchored }] = await Promise.all([
    import("../../platform/trail-read.ts"),
    import("../../platform/trail-anchors.ts"),
  ]);
  const { records, bad } = verifyHomeTrail(home);
  const anchored = lastAnchored(home);
  return { records, ...(bad === undefined ? {} : { bad }), ...(anchored === undefined ? {} : { anchored }) };
}

async function show({ output }: CliContext, result: Runbook, format: RunbookOptions["format"]): Promise<void> {
  switch (format) {
    case "json":
      output.json(result);
      return;
    case "md":
      output.raw((await import("../../guard/runbook/runbook-markdown.ts")).runbookMarkdown(result));
      return;
    case "text":
      for (const line of result.lines) output.result(described(line, output));
      output.result(`${String(result.done)} of ${String(result.total)} done`);
  }
}

function described({ title, state, evidence, fix }: RunbookLine, output: Output): string {
  const sign = {
    done: output.style("green", "done"),
    open: output.style("red", "OPEN"),
    unknown: output.style("yellow", "?   "),
  }[state];
  const next = fix.command === undefined ? fix.detail : `${fix.detail}: ${fix.command}`;
  return [
    `${sign} ${output.style("bold", title)}`,
    `     ${evidence}`,
    ...(state === "done" ? [] : [`     ${output.style("cyan", "to do:")} ${next}`]),
  ].join("\n");
}
