import type { TimeFilter, VerdictFilter } from "./filter.ts";
import { l10n, language } from "./l10n.ts";
import type { Names } from "./names.ts";
import type { ActivityRow, Environment } from "./protocol.ts";

export const verdictWords: Readonly<Record<VerdictFilter, string>> = {
  all: l10n.t("Any verdict"),
  denied: l10n.t("Denied"),
  asked: l10n.t("Asked"),
  allowed: l10n.t("Allowed"),
  other: l10n.t("No verdict"),
};

/** As the record has them, in the words of the editor's language. */
export const outcomeWords: Readonly<Record<ActivityRow["outcome"], string>> = {
  denied: l10n.t("denied"),
  asked: l10n.t("asked"),
  allowed: l10n.t("allowed"),
  done: l10n.t("done"),
  failed: l10n.t("failed"),
  unknown: l10n.t("unknown"),
};

export const timeWords: Readonly<Record<TimeFilter, string>> = {
  all: l10n.t("Any time"),
  "15m": l10n.t("Last 15 minutes"),
  "1h": l10n.t("Last hour"),
  today: l10n.t("Today"),
  "7d": l10n.t("Last 7 days"),
};

export const environmentWords: Readonly<Record<Environment | "all", string>> = {
  all: l10n.t("Any environment"),
  production: l10n.t("Production"),
  staging: l10n.t("Staging"),
  test: l10n.t("Test"),
  development: l10n.t("Development"),
  unknown: l10n.t("Not known"),
};

/** An action without words of its own is called as the trail calls it. */
export const actionWords: { readonly [A in ActivityRow["action"]]?: string } = {
  scan: l10n.t("scanned the workspace"),
  protect: l10n.t("protected the workspace"),
  unprotect: l10n.t("took the rules out again"),
  move: l10n.t("moved secrets to the vault"),
  restore: l10n.t("put a secret back"),
  "vault.unlock": l10n.t("unlocked the vault"),
  "vault.lock": l10n.t("locked the vault"),
  "vault.set": l10n.t("stored a secret"),
  "lease.mint": l10n.t("made a short-lived credential"),
  "lease.revoke": l10n.t("took a short-lived credential back"),
  "vault.remove": l10n.t("removed a secret"),
  "reference.read": l10n.t("read a secret"),
  "reference.run": l10n.t("ran a program with secrets"),
  grant: l10n.t("granted a credential"),
  revoke: l10n.t("took a grant back"),
  "policy.change": l10n.t("changed the policy"),
  "boundary.test": l10n.t("boundary test"),
  "trail.recover": l10n.t("set a torn record aside"),
  "tool.call": l10n.t("tool call"),
  "terminal.command": l10n.t("terminal"),
  "exposure.scrub": l10n.t("took a credential out of a transcript"),
  other: l10n.t("something that a newer Leastkey recorded"),
};

/** "Bash: curl ...", "terminal: cat .env", l10n.t("unlocked the vault"). */
export function whatOf({ action, tool, command }: Pick<ActivityRow, "action" | "tool" | "command">): string {
  const who = action === "tool.call" && tool !== "" ? tool : doing(action, tool);
  return command === "" ? who : `${who}: ${command.replaceAll(/\s+/g, " ")}`;
}

/** A vault elsewhere is named; the editor's own and the embedded one are "the vault". */
function doing(action: ActivityRow["action"], tool: string): string {
  if (action === "vault.unlock" && tool !== "" && tool !== "editor") return l10n.t("opened {0}", tool);
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
  if (agent === "") return attribution === "confirmed" ? l10n.t("you") : l10n.t("not known");
  switch (attribution) {
    case "confirmed":
      return agent;
    case "likely":
      return l10n.t("{0} (likely)", agent);
    case "unknown":
      return l10n.t("{0} (not certain)", agent);
  }
}

/** Who did it and how that is known, as a sentence. */
export function whoWords({ agent, attribution, action }: ActivityRow): string {
  if (attribution === "confirmed")
    return agent === ""
      ? l10n.t("you, in this editor or on the command line")
      : l10n.t("{0}: its own hook reported the call", agent);
  if (agent !== "")
    return attribution === "likely"
      ? l10n.t("{0}, likely: the terminal carries its marks", agent)
      : l10n.t("{0}, not certain: nothing but the record's word for it", agent);
  return action === "terminal.command"
    ? l10n.t("not known: a person or an agent typed it, and the terminal carries no agent's marks")
    : l10n.t("not known: the program that did it was started by a person or by an agent");
}

/** What a screen reader is told of a new row. */
export function spoken(row: ActivityRow, names: Names): string {
  const touched = touchedBy(row, names);
  return `${agentOf(row)}: ${outcomeWords[row.outcome]}, ${whatOf(row)}${touched === "" ? "" : `, ${touched}`}`;
}

export const numberText = (number: number): string => number.toLocaleString(language);

export const entriesText = (number: number): string =>
  number === 1 ? l10n.t("1 entry") : l10n.t("{0} entries", numberText(number));
