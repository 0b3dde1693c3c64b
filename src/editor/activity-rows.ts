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
    tool: row.service ?? row.tool ?? "",
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
  };
}

/** A record as text for the clipboard: what the panel shows and nothing more. `nameOf` says what a credential is called. */
export function rowText(row: EntryRow, nameOf: (credential: string) => string): string {
  const facts: readonly (readonly [string, string | undefined])[] = [
    ["record", String(row.sequence)],
    ["time", new Date(row.time).toISOString()],
    ["agent", row.agent ?? "not known"],
    ["attribution", row.attribution],
    ["verdict", row.outcome],
    ["rule", row.rule],
    ["reason", row.reason],
    ["tool", row.tool],
    ["command", row.command],
    ["credentials", row.credentials.map(nameOf).join(", ")],
    ["files", row.paths.join(", ")],
    ["folder", row.cwd],
    ["session", row.session],
    ["fingerprint", row.hash],
  ];
  return facts
    .filter(([, value]) => value !== undefined && value !== "")
    .map(([label, value]) => `${label}: ${value ?? ""}`)
    .join("\n");
}
