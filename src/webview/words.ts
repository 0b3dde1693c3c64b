import type { TimeFilter, VerdictFilter } from "./filter.ts";
import type { Names } from "./names.ts";
import type { ActivityRow, Environment } from "./protocol.ts";

export const verdictWords: Readonly<Record<VerdictFilter, string>> = {
  all: "Any verdict",
  denied: "Denied",
  asked: "Asked",
  allowed: "Allowed",
  other: "No verdict",
};

export const timeWords: Readonly<Record<TimeFilter, string>> = {
  all: "Any time",
  "15m": "Last 15 minutes",
  "1h": "Last hour",
  today: "Today",
  "7d": "Last 7 days",
};

export const environmentWords: Readonly<Record<Environment | "all", string>> = {
  all: "Any environment",
  production: "Production",
  staging: "Staging",
  test: "Test",
  development: "Development",
  unknown: "Not known",
};

/** An action without words of its own is called as the trail calls it. */
export const actionWords: { readonly [A in ActivityRow["action"]]?: string } = {
  scan: "scanned the workspace",
  protect: "protected the workspace",
  unprotect: "took the rules out again",
  move: "moved secrets to the vault",
  restore: "put a secret back",
  "vault.unlock": "unlocked the vault",
  "vault.lock": "locked the vault",
  "vault.set": "stored a secret",
  "lease.mint": "made a short-lived credential",
  "lease.revoke": "took a short-lived credential back",
  "vault.remove": "removed a secret",
  "reference.read": "read a secret",
  "reference.run": "ran a program with secrets",
  grant: "granted a credential",
  revoke: "took a grant back",
  "policy.change": "changed the policy",
  "boundary.test": "boundary test",
  "trail.recover": "set a torn record aside",
  "tool.call": "tool call",
  "terminal.command": "terminal",
  "exposure.scrub": "took a credential out of a transcript",
  other: "something that a newer Leastkey recorded",
};

/** "Bash: curl ...", "terminal: cat .env", "unlocked the vault". */
export function whatOf({ action, tool, command }: Pick<ActivityRow, "action" | "tool" | "command">): string {
  const who = action === "tool.call" && tool !== "" ? tool : doing(action, tool);
  return command === "" ? who : `${who}: ${command.replaceAll(/\s+/g, " ")}`;
}

/** A vault elsewhere is named; the editor's own and the embedded one are "the vault". */
function doing(action: ActivityRow["action"], tool: string): string {
  if (action === "vault.unlock" && tool !== "" && tool !== "editor") return `opened ${tool}`;
  return actionWords[action] ?? action;
}

/** A path from the working folder on, where it lies below it. */
export function shortPath(path: string, cwd: string): string {
  const below = cwd === "" ? undefined : `${cwd.replaceAll("\\", "/")}/`;
  return below !== undefined && path.replaceAll("\\", "/").startsWith(below) ? path.slice(below.length) : path;
}

/** What it touched: credentials first, by their names, then files. */
export function touchedBy(row: Pick<ActivityRow, "credentials" | "paths" | "cwd">, names: Names): string {
  const called = row.credentials.map((id) => names.label(id));
  return [...called, ...row.paths.map((path) => shortPath(path, row.cwd))].join(", ");
}

export function agentOf({ agent, attribution }: Pick<ActivityRow, "agent" | "attribution">): string {
  if (agent === "") return attribution === "confirmed" ? "you" : "not known";
  switch (attribution) {
    case "confirmed":
      return agent;
    case "likely":
      return `${agent} (likely)`;
    case "unknown":
      return `${agent} (not certain)`;
  }
}

/** Who did it and how that is known, as a sentence. */
export function whoWords({ agent, attribution, action }: ActivityRow): string {
  if (attribution === "confirmed")
    return agent === "" ? "you, in this editor or on the command line" : `${agent}: its own hook reported the call`;
  if (agent !== "")
    return attribution === "likely"
      ? `${agent}, likely: the terminal carries its marks`
      : `${agent}, not certain: nothing but the record's word for it`;
  return action === "terminal.command"
    ? "not known: a person or an agent typed it, and the terminal carries no agent's marks"
    : "not known: the program that did it was started by a person or by an agent";
}

/** What a screen reader is told of a new row. */
export function spoken(row: ActivityRow, names: Names): string {
  const touched = touchedBy(row, names);
  return `${agentOf(row)}: ${row.outcome}, ${whatOf(row)}${touched === "" ? "" : `, ${touched}`}`;
}

export function counted(number: number, one: string, many = `${one}s`): string {
  return `${number.toLocaleString("en")} ${number === 1 ? one : many}`;
}
