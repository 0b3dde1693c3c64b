import { createHash } from "node:crypto";
import { version } from "../../package.json";
import { count } from "../core/count.ts";
import { bearsSecrets, type Finding } from "../core/finding.ts";
import { gitlabReport } from "../core/report/gitlab.ts";
import { sarifLog } from "../core/report/sarif.ts";
import type { ScanReport } from "../guard/scan.ts";
import { headCommit } from "../platform/git-blobs.ts";
import type { CliContext } from "./context.ts";
import { describeFinding } from "./describe-finding.ts";

export const scanFormats = ["text", "json", "sarif", "gitlab"] as const;
export type ScanFormat = (typeof scanFormats)[number];

const hash = (text: string): string => createHash("sha256").update(text).digest("hex");

/** Prints a report: results on stdout in the format asked for. */
export function printReport(context: CliContext, report: ScanReport, format: ScanFormat): void {
  const { findings, errors } = report;
  const { output } = context;
  switch (format) {
    case "text":
      show(context, report);
      return;
    case "json":
      output.json(publicReport(report));
      return;
    case "sarif":
      output.json(sarifLog({ version, findings, errors, hash }));
      return;
    case "gitlab": {
      const ended = Date.now();
      const started = ended - report.durationMs;
      output.json(gitlabReport({ version, findings, errors, hash, started, ended, head: headCommit(report.root) }));
      return;
    }
  }
}

/** The report as programs read it, media/schema/scan.schema.json; what the index needs stays inside. */
function publicReport(report: ScanReport): unknown {
  const { values: _values, digests: _digests, findings, ...rest } = report;
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
  for (const { environments, paths } of report.bleeds) {
    const where = `one value for ${environments.join(" and ")}: ${paths.join(", ")}`;
    output.talk(`error: ${where}`);
    output.hint("issue a credential of its own for each environment, then revoke this one");
  }
  const seconds = (report.durationMs / 1000).toFixed(1);
  const { length } = report.findings;
  const found =
    length === 0 ? "no secrets" : `${count(length, "secret")} in ${count(filesOf(report.findings), "file")}`;
  output.talk(`${found}; ${count(report.files, "file")} read in ${seconds} s`);
  if (length > 0)
    output.hint("hide them from agents with 'leastkey protect', take them out with 'leastkey move FILE:LINE'");
}

function filesOf(findings: readonly Finding[]): number {
  return new Set(findings.map((finding) => finding.place.path)).size;
}
