import { button, element } from "./dom.ts";
import type { ActivityRow } from "./protocol.ts";
import { attributionWords } from "./rows.ts";

export interface DetailEvents {
  readonly open: (sequence: number, path: number) => void;
  readonly copy: (sequence: number) => void;
  readonly close: () => void;
}

/** Everything about one record, as text. */
export function detailOf(row: ActivityRow, events: DetailEvents): HTMLElement {
  const heading = element("h2", {}, `Record ${String(row.sequence)}`);
  const close = button("Close", events.close);
  const list = element("dl");
  for (const [label, value] of factsOf(row)) {
    if (value !== "") list.append(element("dt", {}, label), element("dd", {}, value));
  }
  if (row.paths.length > 0) list.append(element("dt", {}, "Files"), filesOf(row, events));
  const copy = button("Copy as text", () => events.copy(row.sequence));
  return element("div", { class: "detail-body" }, element("header", {}, heading, close), list, copy);
}

function filesOf(row: ActivityRow, { open }: DetailEvents): HTMLElement {
  const cell = element("dd");
  row.paths.forEach((path, index) => {
    const link = button(path, () => open(row.sequence, index));
    link.className = "link";
    cell.append(link);
  });
  return cell;
}

function factsOf(row: ActivityRow): readonly (readonly [string, string])[] {
  return [
    ["Time", new Date(row.time).toLocaleString()],
    [
      "Who",
      row.agent === "" ? attributionWords[row.attribution] : `${row.agent}; ${attributionWords[row.attribution]}`,
    ],
    ["Verdict", row.outcome],
    ["Rule", row.rule],
    ["Reason", row.reason],
    ["Tool", row.tool],
    ["Command", row.command],
    ["Certainty", row.isUncertain ? "the shell may have reported only a part of this command" : ""],
    ["Credentials", row.credentials.join("\n")],
    ["Folder", row.cwd],
    ["Session", row.session],
    ["Exit code", row.exitCode === undefined ? "" : String(row.exitCode)],
    ["Took", row.durationMs === undefined ? "" : durationOf(row.durationMs)],
    ["Chain", row.hash],
  ];
}

function durationOf(ms: number): string {
  return ms < 1000 ? `${String(Math.round(ms))} ms` : `${(ms / 1000).toFixed(1)} s`;
}
