import type { EntryRow } from "../audit/read.ts";
import type { ActivityRow } from "../webview/protocol.ts";

/** A record as the panel gets it. `titleOf` gives an agent's title for its id. */
export function activityRow(row: EntryRow, titleOf: (agent: string) => string): ActivityRow {
  return {
    sequence: row.sequence,
    time: row.time,
    action: row.action,
    outcome: row.outcome,
    agent: row.agent === undefined ? "" : titleOf(row.agent),
    attribution: row.attribution,
    tool: row.tool ?? "",
    command: row.command ?? "",
    isUncertain: row.uncertain === true,
    paths: row.paths,
    credentials: row.credentials,
    rule: row.rule ?? "",
    reason: row.reason ?? "",
    session: row.session ?? "",
    cwd: row.cwd ?? "",
    exitCode: row.exitCode,
    durationMs: row.durationMs,
    hash: row.hash,
  };
}

/** A record as text for the clipboard; what the panel shows and nothing more. */
export function rowText(row: ActivityRow): string {
  const facts: readonly (readonly [string, string])[] = [
    ["record", String(row.sequence)],
    ["time", new Date(row.time).toISOString()],
    ["agent", row.agent === "" ? "unknown" : row.agent],
    ["attribution", row.attribution],
    ["verdict", row.outcome],
    ["rule", row.rule],
    ["reason", row.reason],
    ["tool", row.tool],
    ["command", row.command],
    ["credentials", row.credentials.join(", ")],
    ["files", row.paths.join(", ")],
    ["folder", row.cwd],
    ["session", row.session],
    ["hash", row.hash],
  ];
  return facts
    .filter(([, value]) => value !== "")
    .map(([label, value]) => `${label}: ${value}`)
    .join("\n");
}
