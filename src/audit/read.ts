import { embeddedVault } from "./entry.ts";
import { type Attribution, type AuditAction, type AuditEvent, attributions, outcomes } from "./event.ts";
import { operations } from "./ocsf.ts";

/** One record as people read it, for the panel and `audit tail`. */
export interface EntryRow {
  readonly sequence: number;
  readonly time: number; // milliseconds since 1970, as the clock had it
  readonly action: AuditAction | "other"; // other: of a Leastkey that knows more
  readonly outcome: AuditEvent["outcome"] | "unknown";
  readonly attribution: Attribution;
  readonly agent?: string;
  readonly tool?: string;
  readonly command?: string;
  readonly uncertain?: boolean;
  readonly paths: readonly string[];
  readonly credentials: readonly string[];
  readonly rule?: string;
  readonly reason?: string;
  readonly session?: string;
  readonly cwd?: string;
  readonly workspace?: string;
  readonly exitCode?: number;
  readonly durationMs?: number;
  readonly service?: string; // a vault elsewhere
  readonly uid: string;
  readonly hash: string;
}

type Bag = Readonly<Record<string, unknown>>;

/** undefined: the line is no record. Says nothing about whether it is genuine; `verifyTrail` does. */
export function rowOf(line: string): EntryRow | undefined {
  const record = bag(parse(line));
  const metadata = bag(record["metadata"]);
  const attestation = bag(list(record["attestation_list"])[0]);
  const sequence = number(metadata["sequence"]);
  const time = number(record["time"]);
  const hash = text(bag(attestation["fingerprint"])["value"]);
  if (sequence === undefined || time === undefined || hash === undefined) return undefined;
  return {
    sequence,
    time,
    hash,
    uid: text(metadata["uid"]) ?? "",
    action: actionOf(text(bag(record["api"])["operation"])),
    ...toldBy(record),
  };
}

/** The rows of many lines; what is no record is left out. */
export function* readEntries(lines: Iterable<string>): Generator<EntryRow> {
  for (const line of lines) {
    const row = rowOf(line);
    if (row !== undefined) yield row;
  }
}

function toldBy(record: Bag): Omit<EntryRow, "sequence" | "time" | "hash" | "uid" | "action"> {
  const own = bag(record["unmapped"]);
  const actor = bag(record["actor"]);
  const process = bag(actor["process"]);
  const exitCode = text(own["exit_code"]);
  const resources = list(record["resources"]).map(bag);
  const named = (type: string) =>
    resources.filter((resource) => resource["type"] === type).flatMap((resource) => text(resource["name"]) ?? []);
  return {
    outcome: outcomeOf(own["outcome"]),
    attribution: attributionOf(own["attribution"]),
    paths: named("file"),
    credentials: named("secret"),
    ...optional("agent", text(bag(record["ai_agent"])["uid"])),
    ...optional("tool", text(own["tool"])),
    ...optional("command", text(process["cmd_line"])),
    ...optional("uncertain", own["uncertain"] === true ? true : undefined),
    ...optional("rule", text(bag(record["policy"])["uid"]) ?? text(own["rule"])),
    ...optional("reason", text(record["status_detail"])),
    ...optional("session", text(bag(actor["session"])["uid"])),
    ...optional("cwd", text(process["working_directory"])),
    ...optional("workspace", text(own["workspace"])),
    ...optional("exitCode", exitCode === undefined ? undefined : Number(exitCode)),
    ...optional("durationMs", number(record["duration"])),
    ...optional("service", elsewhere(text(bag(record["service"])["name"]))),
  };
}

const elsewhere = (vault: string | undefined): string | undefined => (vault === embeddedVault ? undefined : vault);

const actions = new Map(
  (Object.keys(operations) as AuditAction[]).map((action) => [operations[action], action] as const),
);

function actionOf(operation: string | undefined): EntryRow["action"] {
  return (operation === undefined ? undefined : actions.get(operation)) ?? "other";
}

const outcomeOf = (value: unknown): EntryRow["outcome"] => outcomes.find((one) => one === value) ?? "unknown";

const attributionOf = (value: unknown): Attribution => attributions.find((one) => one === value) ?? "unknown";

function optional<Key extends string, Value>(key: Key, value: Value | undefined): { readonly [K in Key]?: Value } {
  return value === undefined ? {} : ({ [key]: value } as { readonly [K in Key]?: Value });
}

function parse(line: string): unknown {
  try {
    const value: unknown = JSON.parse(line);
    return value;
  } catch {
    return undefined; // torn or edited: the caller is told that it is no record
  }
}

const bag = (value: unknown): Bag => (isBag(value) ? value : {});
const isBag = (value: unknown): value is Bag => typeof value === "object" && value !== null && !Array.isArray(value);
const list = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);
const text = (value: unknown): string | undefined => (typeof value === "string" ? value : undefined);
const number = (value: unknown): number | undefined => (typeof value === "number" ? value : undefined);
