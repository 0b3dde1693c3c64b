import type { EntryRow } from "../audit/read.ts";
import type { Output } from "./output.ts";

/** One record of the trail in one line: when, who (and how sure), what came of it, what it was about. */
export function describeEntry(row: EntryRow, output: Output): string {
  const time = new Date(row.time).toISOString().replace("T", " ").slice(0, 19);
  const who =
    row.agent === undefined
      ? row.attribution === "confirmed"
        ? "you"
        : row.attribution
      : `${row.agent} (${row.attribution})`;
  const outcome = output.style(row.outcome === "denied" || row.outcome === "failed" ? "red" : "green", row.outcome);
  const about = [
    row.service,
    row.tool,
    row.command,
    row.paths?.join(", "),
    row.credentials?.join(", "),
    row.reason ?? row.rule,
  ];
  const text = about.filter((part) => part !== undefined && part !== "").join(" · ");
  return `${output.style("dim", `${time} #${String(row.sequence)}`)}  ${outcome}  ${row.action}  ${who}  ${text}`.trimEnd();
}
