import type { Attribution, AuditAction, AuditEvent } from "../audit/event.ts";

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
  /** Fingerprints, references and names of variables; `CredentialName` tells what to call them. */
  readonly credentials: readonly string[];
  readonly rule: string;
  readonly reason: string;
  readonly session: string;
  readonly cwd: string;
  readonly exitCode: number | undefined;
  readonly durationMs: number | undefined;
}

export const environments = ["production", "staging", "test", "development", "unknown"] as const;
export type Environment = (typeof environments)[number];

/** What people call a credential that records name by `id`, and where the workspace holds it. */
export interface CredentialName {
  readonly id: string;
  readonly label: string;
  readonly environment: Environment;
  /** Absolute paths of the files that the scan found it in. */
  readonly files: readonly string[];
}

/** Where a record stands in the chain, and what outside of the chain vouches for it. */
export interface ChainPlace {
  readonly sequence: number;
  readonly hash: string;
  readonly previous: string; // empty: the first record
  /** Records that the last signed checkpoint covers. */
  readonly signedUpTo: number;
  /** The last record whose fingerprint is kept off this machine, and when that was; 0: none. */
  readonly anchoredUpTo: number;
  readonly anchoredAt: number;
}

/** What the extension tells the panel. Rows are oldest first in `append` and newest first in `reset` and `older`. */
export type ToPanel =
  /** `total`: records on the trail by its last sequence; the panel is given the newest of them in `older`. */
  | { readonly kind: "reset"; readonly rows: readonly ActivityRow[]; readonly total: number }
  | { readonly kind: "older"; readonly rows: readonly ActivityRow[]; readonly isLast: boolean }
  | { readonly kind: "append"; readonly rows: readonly ActivityRow[] }
  | { readonly kind: "names"; readonly names: readonly CredentialName[] }
  | { readonly kind: "chain"; readonly place: ChainPlace }
  | { readonly kind: "coverage"; readonly lines: readonly string[]; readonly isProtected: boolean }
  | { readonly kind: "problem"; readonly text: string };

export const panelCommands = ["protect", "check", "verify", "log"] as const;
export type PanelCommand = (typeof panelCommands)[number];

export const ruleVerdicts = ["allow", "deny"] as const;
export type RuleVerdict = (typeof ruleVerdicts)[number];

/** What the panel asks for. It names records and places in them, never a path or a command of its own. */
export type FromPanel =
  | { readonly kind: "ready" }
  | { readonly kind: "chain"; readonly sequence: number }
  | { readonly kind: "open"; readonly sequence: number; readonly path: number }
  | { readonly kind: "credential"; readonly sequence: number; readonly credential: number }
  | { readonly kind: "copy"; readonly sequence: number }
  /** Make the answer to this call the answer from now on; the extension asks before it writes. */
  | { readonly kind: "rule"; readonly sequence: number; readonly verdict: RuleVerdict }
  | { readonly kind: "run"; readonly command: PanelCommand };

/** undefined: not a message of ours, and nothing happens. */
export function parseFromPanel(message: unknown): FromPanel | undefined {
  const fields = fieldsOf(message);
  switch (fields?.["kind"]) {
    case "ready":
      return { kind: "ready" };
    case "chain":
    case "copy": {
      const { kind, sequence } = fields;
      return isCount(sequence) ? { kind, sequence } : undefined;
    }
    case "open": {
      const { sequence, path } = fields;
      return isCount(sequence) && isCount(path) ? { kind: "open", sequence, path } : undefined;
    }
    case "credential": {
      const { sequence, credential } = fields;
      return isCount(sequence) && isCount(credential) ? { kind: "credential", sequence, credential } : undefined;
    }
    case "rule": {
      const { sequence } = fields;
      const verdict = ruleVerdicts.find((known) => known === fields["verdict"]);
      return isCount(sequence) && verdict !== undefined ? { kind: "rule", sequence, verdict } : undefined;
    }
    case "run": {
      const command = panelCommands.find((known) => known === fields["command"]);
      return command === undefined ? undefined : { kind: "run", command };
    }
    default:
      return undefined;
  }
}

export type Fields = Readonly<Record<string, unknown>>;

export function fieldsOf(value: unknown): Fields | undefined {
  return isFields(value) ? value : undefined;
}

const isFields = (value: unknown): value is Fields =>
  typeof value === "object" && value !== null && !Array.isArray(value);

export function isCount(value: unknown): value is number {
  return typeof value === "number" && Number.isSafeInteger(value) && value >= 0;
}

export function isNumber(value: unknown): value is number {
  return typeof value === "number" && Number.isFinite(value);
}

export function isTexts(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((item) => typeof item === "string");
}
