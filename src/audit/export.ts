import { type EntryRow, readEntries } from "./read.ts";

export type ExportFormat = "jsonl" | "csv";

/** The trail in another form, a line at a time, without newlines. JSON lines are the records themselves, OCSF 1.8. */
export function* exportTrail(lines: Iterable<string>, format: ExportFormat): Generator<string> {
  switch (format) {
    case "jsonl":
      yield* lines;
      return;
    case "csv":
      yield columns.map(([title]) => title).join(",");
      for (const row of readEntries(lines)) yield columns.map(([, of]) => cell(of(row))).join(",");
      return;
  }
}

const columns: readonly (readonly [title: string, of: (row: EntryRow) => string | number | undefined])[] = [
  ["sequence", (row) => row.sequence],
  ["time", (row) => new Date(row.time).toISOString()],
  ["agent", (row) => row.agent],
  ["attribution", (row) => row.attribution],
  ["action", (row) => row.action],
  ["outcome", (row) => row.outcome],
  ["rule", (row) => row.rule],
  ["tool", (row) => row.tool],
  ["command", (row) => row.command],
  ["paths", (row) => row.paths.join(" ")],
  ["credentials", (row) => row.credentials.join(" ")],
  ["reason", (row) => row.reason],
  ["session", (row) => row.session],
  ["cwd", (row) => row.cwd],
  ["workspace", (row) => row.workspace],
  ["exit_code", (row) => row.exitCode],
  ["duration_ms", (row) => row.durationMs],
  ["hash", (row) => row.hash],
];

/** RFC 4180, and an apostrophe before what a spreadsheet would run as a formula (OWASP CSV injection). */
function cell(value: string | number | undefined): string {
  if (value === undefined) return "";
  if (typeof value === "number") return String(value);
  const tame = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(tame) ? `"${tame.replaceAll('"', '""')}"` : tame;
}
