import type { ActivityRow } from "./protocol.ts";

export const verdictFilters = ["all", "denied", "asked", "allowed", "other"] as const;
export type VerdictFilter = (typeof verdictFilters)[number];

export const verdictWords: Readonly<Record<VerdictFilter, string>> = {
  all: "All entries",
  denied: "Denied",
  asked: "Asked",
  allowed: "Allowed",
  other: "Everything else",
};

export interface Filter {
  readonly text: string;
  readonly verdict: VerdictFilter;
}

/** Every word must stand somewhere in the row; newest first, as they come. */
export function filtered(rows: readonly ActivityRow[], { text, verdict }: Filter): readonly ActivityRow[] {
  const words = text
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== "");
  if (words.length === 0 && verdict === "all") return rows;
  return rows.filter((row) => {
    if (!matchesVerdict(row, verdict)) return false;
    if (words.length === 0) return true;
    const haystack = searchText(row);
    return words.every((word) => haystack.includes(word));
  });
}

function matchesVerdict({ outcome }: ActivityRow, verdict: VerdictFilter): boolean {
  switch (verdict) {
    case "all":
      return true;
    case "other":
      return outcome !== "denied" && outcome !== "asked" && outcome !== "allowed";
    case "denied":
    case "asked":
    case "allowed":
      return outcome === verdict;
  }
}

const searchTexts = new WeakMap<ActivityRow, string>();

function searchText(row: ActivityRow): string {
  const known = searchTexts.get(row);
  if (known !== undefined) return known;
  const parts = [row.agent, row.attribution, row.outcome, row.tool, row.command, row.rule, row.reason, row.session];
  const made = [...parts, ...row.paths, ...row.credentials, whatOf(row)].join("\n").toLowerCase();
  searchTexts.set(row, made);
  return made;
}

/** An action without words of its own is called as the trail calls it. */
const actionWords: { readonly [A in ActivityRow["action"]]?: string } = {
  scan: "scanned the workspace",
  protect: "protected the workspace",
  unprotect: "took the rules out again",
  move: "moved secrets to the vault",
  restore: "put a secret back",
  "vault.unlock": "unlocked the vault",
  "vault.lock": "locked the vault",
  "vault.set": "stored a secret",
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
export function whatOf({ action, tool, command }: ActivityRow): string {
  const who = action === "tool.call" && tool !== "" ? tool : (actionWords[action] ?? action);
  return command === "" ? who : `${who}: ${command.replaceAll(/\s+/g, " ")}`;
}

/** What it touched: credentials first, then files, those below the working folder by their path from there. */
export function touchedBy({ credentials, paths, cwd }: ActivityRow): string {
  const below = cwd === "" ? undefined : `${cwd.replaceAll("\\", "/")}/`;
  const short = (path: string): string =>
    below !== undefined && path.replaceAll("\\", "/").startsWith(below) ? path.slice(below.length) : path;
  return [...credentials, ...paths.map(short)].join(", ");
}

export function agentOf({ agent, attribution }: ActivityRow): string {
  if (agent === "") return attribution === "confirmed" ? "you" : "unknown";
  switch (attribution) {
    case "confirmed":
      return agent;
    case "likely":
      return `${agent} (likely)`;
    case "unknown":
      return `${agent} (not certain)`;
  }
}

export const attributionWords: Readonly<Record<ActivityRow["attribution"], string>> = {
  confirmed: "confirmed: reported by the agent's hook, or done by you here",
  likely: "likely: the terminal carries this agent's marks",
  unknown: "unknown: nothing says who typed it",
};

/** What a screen reader is told of a new row. */
export function spoken(row: ActivityRow): string {
  const touched = touchedBy(row);
  return `${agentOf(row)}: ${row.outcome}, ${whatOf(row)}${touched === "" ? "" : `, ${touched}`}`;
}
