import type { Attribution, AuditAction, AuditEvent } from "../audit/event.ts";
import { operations } from "../audit/ocsf.ts";

/** One record of the trail as the panel shows it; redacted before it was recorded, so nothing here is a value. */
export interface ActivityRow {
  readonly sequence: number;
  readonly time: number; // milliseconds since 1970
  readonly action: AuditAction | "other"; // other: of a newer Leastkey
  readonly outcome: AuditEvent["outcome"] | "unknown";
  readonly agent: string; // title; empty: nobody known
  readonly attribution: Attribution;
  readonly tool: string;
  readonly command: string;
  readonly isUncertain: boolean;
  readonly paths: readonly string[];
  readonly credentials: readonly string[];
  readonly rule: string;
  readonly reason: string;
  readonly session: string;
  readonly cwd: string;
  readonly exitCode: number | undefined;
  readonly durationMs: number | undefined;
  readonly hash: string;
}

/** What the extension tells the panel. */
export type ToPanel =
  /** `older`: records before these that the panel is not given. */
  | { readonly kind: "reset"; readonly rows: readonly ActivityRow[]; readonly older: number }
  | { readonly kind: "append"; readonly rows: readonly ActivityRow[] }
  | { readonly kind: "coverage"; readonly lines: readonly string[]; readonly isProtected: boolean }
  | { readonly kind: "problem"; readonly text: string };

export const panelCommands = ["protect", "check", "verify", "log"] as const;
export type PanelCommand = (typeof panelCommands)[number];

/** What the panel asks for. It names records and places in them, never a path or a command of its own. */
export type FromPanel =
  | { readonly kind: "ready" }
  | { readonly kind: "open"; readonly sequence: number; readonly path: number }
  | { readonly kind: "copy"; readonly sequence: number }
  | { readonly kind: "run"; readonly command: PanelCommand };

/** undefined: not a message of ours, and nothing happens. */
export function parseFromPanel(message: unknown): FromPanel | undefined {
  const fields = fieldsOf(message);
  switch (fields?.["kind"]) {
    case "ready":
      return { kind: "ready" };
    case "open": {
      const { sequence, path } = fields;
      return isCount(sequence) && isCount(path) ? { kind: "open", sequence, path } : undefined;
    }
    case "copy": {
      const { sequence } = fields;
      return isCount(sequence) ? { kind: "copy", sequence } : undefined;
    }
    case "run": {
      const command = panelCommands.find((known) => known === fields["command"]);
      return command === undefined ? undefined : { kind: "run", command };
    }
    default:
      return undefined;
  }
}

/** The same closed door on the panel's side. One row that is wrong makes the whole message wrong. */
export function parseToPanel(message: unknown): ToPanel | undefined {
  const fields = fieldsOf(message);
  switch (fields?.["kind"]) {
    case "reset": {
      const rows = rowsOf(fields["rows"]);
      const { older } = fields;
      return rows !== undefined && isCount(older) ? { kind: "reset", rows, older } : undefined;
    }
    case "append": {
      const rows = rowsOf(fields["rows"]);
      return rows === undefined ? undefined : { kind: "append", rows };
    }
    case "coverage": {
      const { lines, isProtected } = fields;
      return isTexts(lines) && typeof isProtected === "boolean" ? { kind: "coverage", lines, isProtected } : undefined;
    }
    case "problem": {
      const { text } = fields;
      return typeof text === "string" ? { kind: "problem", text } : undefined;
    }
    default:
      return undefined;
  }
}

const outcomes: Readonly<Record<ActivityRow["outcome"], true>> = {
  allowed: true,
  asked: true,
  denied: true,
  done: true,
  failed: true,
  unknown: true,
};
const attributions: Readonly<Record<Attribution, true>> = { confirmed: true, likely: true, unknown: true };

/** The trail's own table says which actions there are. */
function isAction(value: unknown): value is ActivityRow["action"] {
  return value === "other" || isKeyOf(operations, value);
}

/** Own keys only: "constructor" is no action. */
function isKeyOf<K extends string>(known: Readonly<Record<K, unknown>>, value: unknown): value is K {
  return typeof value === "string" && Object.hasOwn(known, value);
}

function rowsOf(value: unknown): readonly ActivityRow[] | undefined {
  if (!Array.isArray(value)) return undefined;
  const rows: ActivityRow[] = [];
  for (const item of value) {
    const row = rowOf(item);
    if (row === undefined) return undefined;
    rows.push(row);
  }
  return rows;
}

function rowOf(value: unknown): ActivityRow | undefined {
  const fields = fieldsOf(value);
  if (fields === undefined) return undefined;
  const { sequence, time, action, outcome, attribution, isUncertain, paths, credentials, exitCode, durationMs } =
    fields;
  const { agent, tool, command, rule, reason, session, cwd, hash } = fields;
  if (!isCount(sequence) || !isNumber(time) || !isAction(action)) return undefined;
  if (!isKeyOf(outcomes, outcome) || !isKeyOf(attributions, attribution)) return undefined;
  if (typeof isUncertain !== "boolean" || !isTexts(paths) || !isTexts(credentials)) return undefined;
  if (!isNumberOrNone(exitCode) || !isNumberOrNone(durationMs)) return undefined;
  if (typeof agent !== "string" || typeof tool !== "string" || typeof command !== "string") return undefined;
  if (typeof rule !== "string" || typeof reason !== "string" || typeof session !== "string") return undefined;
  if (typeof cwd !== "string" || typeof hash !== "string") return undefined;
  return {
    sequence,
    time,
    action,
    outcome,
    agent,
    attribution,
    tool,
    command,
    isUncertain,
    paths,
    credentials,
    rule,
    reason,
    session,
    cwd,
    exitCode,
    durationMs,
    hash,
  };
}

function fieldsOf(value: unknown): Readonly<Record<string, unknown>> | undefined {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? { ...value } : undefined;
}

function isCount(value: unknown): value is number {
  return typeof value === "number" && Number.isSafeInteger(value) && value >= 0;
}

function isNumber(value: unknown): value is number {
  return typeof value === "number" && Number.isFinite(value);
}

function isNumberOrNone(value: unknown): value is number | undefined {
  return value === undefined || isNumber(value);
}

function isTexts(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((item) => typeof item === "string");
}
