import { createHash } from "node:crypto";
import type { Clock } from "../core/ports.ts";
import { canonicalJson, type JsonObject } from "./canonical.ts";
import type { AuditEvent } from "./event.ts";
import { ocsfClasses, ocsfOutcomes, operations } from "./ocsf.ts";
import { printable, shortened } from "./printable.ts";
import { formatVersion, ocsfVersion, product } from "./product.ts";

/** Which chain a record belongs to: one per installation. The authority names the key that signs its checkpoints. */
export interface Chain {
  readonly chain: string;
  readonly authority: string;
}

/** The end of a chain: all that the next record needs to know. Sequence 0 without a record is a new chain. */
export interface Head extends Chain {
  readonly sequence: number;
  readonly record?: { readonly uid: string; readonly typeUid: number; readonly hash: string };
}

/** Who writes: the process that asked, and where. */
export interface Origin {
  readonly host: string;
  readonly user: string;
  readonly pid: number;
}

/** A record that was written down when it happened and chained later, by whom and wherever the lock was free. */
export interface Waited {
  /** The name it waited under: a record with that name on the chain is this one, and is not chained again. */
  readonly uid: string;
  readonly time: number; // milliseconds since 1970, when it happened
  readonly origin: Origin; // who wrote it, where
}

export interface EntryContext {
  readonly clock: Clock;
  readonly origin: Origin;
  readonly waited?: Waited;
  /** Masks every known credential value in a text; every string of an event goes through it. */
  readonly redact: (text: string) => string;
}

export interface Entry {
  readonly line: string; // without the newline
  readonly head: Head & { readonly record: NonNullable<Head["record"]> };
}

/** What opens and closes where no other vault is named. */
export const embeddedVault = "embedded vault";

/** Commands of a megabyte exist; a record must stay a line that people and collectors can read. */
const longest = { command: 8_192, text: 1_024, list: 64 } as const;

/**
 * The next record of the chain: OCSF JSON in canonical form, its SHA-256 over everything but the fingerprint itself,
 * and the fingerprint of the record before. Time is recorded as the clock gives it; order is told by the sequence.
 */
export function nextEntry(event: AuditEvent, previous: Head, context: EntryContext): Entry {
  return cleanEntry(cleanEvent(event, context.redact), previous, context);
}

/** The same for an event that is clean already: what is left to do while others wait for a lock. */
export function cleanEntry(event: CleanEvent, previous: Head, context: EntryContext): Entry {
  const sequence = previous.sequence + 1;
  const uid = `${previous.chain}/${String(sequence)}`;
  const body = recordOf(event, { sequence, uid, previous, context });
  const unsigned = canonicalJson(body);
  const hash = createHash("sha256").update(unsigned).digest("hex");
  const { uid: classUid, activity } = ocsfClasses[event.action];
  return {
    line: withFingerprint(unsigned, previous, hash),
    head: {
      chain: previous.chain,
      authority: previous.authority,
      sequence,
      record: { uid, typeUid: classUid * 100 + activity, hash },
    },
  };
}

/** The text that precedes the fingerprint of a record; no string inside JSON can hold its unescaped quotes. */
export const attestationStart = (of: Chain): string =>
  `"attestation_list":[{"authority_uid":"${of.authority}","chain_uid":"${of.chain}",`;
export const fingerprintMember = (hash: string): string =>
  `"fingerprint":{"algorithm":"SHA-256","algorithm_id":3,"value":"${hash}"}`;

/** "fingerprint" sorts after "chain_uid", so that adding it where it belongs keeps the line canonical. */
function withFingerprint(unsigned: string, chain: Chain, hash: string): string {
  const start = attestationStart(chain);
  const at = unsigned.indexOf(start) + start.length;
  return `${unsigned.slice(0, at)}${fingerprintMember(hash)},${unsigned.slice(at)}`;
}

/** An event as it is written: without values, printable, and short. */
export type CleanEvent = AuditEvent & { readonly isClean: true };

/** Redacted first, then cut: a value at the cut is masked whole. */
export function cleanEvent(event: AuditEvent, redact: (text: string) => string): CleanEvent {
  const text = (value: string, limit: number = longest.text) => shortened(printable(redact(value)), limit);
  const list = (values: readonly string[]) => {
    const kept = values.slice(0, longest.list).map((value) => text(value));
    return values.length > kept.length ? [...kept, `(${String(values.length - kept.length)} more)`] : kept;
  };
  return {
    isClean: true,
    action: event.action,
    outcome: event.outcome,
    attribution: event.attribution,
    ...(event.agent === undefined ? {} : { agent: text(event.agent) }),
    ...(event.session === undefined ? {} : { session: text(event.session) }),
    ...(event.tool === undefined ? {} : { tool: text(event.tool) }),
    ...(event.command === undefined ? {} : { command: text(event.command, longest.command) }),
    ...(event.uncertain === undefined ? {} : { uncertain: event.uncertain }),
    ...(event.paths === undefined ? {} : { paths: list(event.paths) }),
    ...(event.credentials === undefined ? {} : { credentials: list(event.credentials) }),
    ...(event.rule === undefined ? {} : { rule: text(event.rule) }),
    ...(event.reason === undefined ? {} : { reason: text(event.reason) }),
    ...(event.cwd === undefined ? {} : { cwd: text(event.cwd) }),
    ...(event.workspace === undefined ? {} : { workspace: text(event.workspace) }),
    ...(event.exitCode === undefined ? {} : { exitCode: event.exitCode }),
    ...(event.durationMs === undefined ? {} : { durationMs: event.durationMs }),
    ...(event.service === undefined ? {} : { service: text(event.service) }),
  };
}

interface Frame {
  readonly sequence: number;
  readonly uid: string;
  readonly previous: Head;
  readonly context: EntryContext;
}

function recordOf(event: AuditEvent, { sequence, uid, previous, context }: Frame): JsonObject {
  const { category, uid: classUid, activity, activityName } = ocsfClasses[event.action];
  const outcome = ocsfOutcomes[event.outcome];
  const { host, user, pid } = (context.waited ?? context).origin;
  const process: JsonObject = { pid, cmd_line: event.command, working_directory: event.cwd };
  return {
    activity_id: activity,
    activity_name: activityName,
    actor: {
      process,
      session: event.session === undefined ? undefined : { uid: event.session },
      user: { name: printable(user) },
    },
    ai_agent: event.agent === undefined ? undefined : { uid: event.agent },
    api: { operation: operations[event.action], service: { name: product.name } },
    attestation_list: [
      { authority_uid: previous.authority, chain_uid: previous.chain, prev_event: previousOf(previous), uid },
    ],
    category_uid: category,
    class_uid: classUid,
    device: { hostname: printable(host), type_id: 0 },
    duration: event.durationMs === undefined ? undefined : Math.round(event.durationMs),
    metadata: metadataOf({ sequence, uid, previous, context }, outcome.control !== undefined),
    resources: resourcesOf(event),
    severity_id: outcome.severity,
    src_endpoint: { hostname: printable(host) },
    status_detail: event.reason,
    status_id: outcome.status,
    time: Math.trunc(context.waited?.time ?? context.clock.now()),
    type_uid: classUid * 100 + activity,
    ...classParts(event, process),
    ...controlOf(event),
    unmapped: {
      attribution: event.attribution,
      exit_code: event.exitCode === undefined ? undefined : String(event.exitCode),
      outcome: event.outcome,
      // The profile security_control has a place for it; what was only seen, in a terminal, has none.
      rule: ocsfOutcomes[event.outcome].control === undefined ? event.rule : undefined,
      tool: event.tool,
      uncertain: event.uncertain,
      workspace: event.workspace,
    },
  };
}

function previousOf({ record }: Head): JsonObject | undefined {
  if (record === undefined) return undefined;
  return {
    fingerprint: { algorithm: "SHA-256", algorithm_id: 3, value: record.hash },
    type_uid: record.typeUid,
    uid: record.uid,
  };
}

function metadataOf({ sequence, uid, context: { waited, clock } }: Frame, controlled: boolean): JsonObject {
  return {
    log_version: String(formatVersion),
    ...(waited === undefined ? {} : { logged_time: Math.trunc(clock.now()), original_event_uid: waited.uid }),
    product,
    profiles: ["host", "record_integrity", ...(controlled ? ["security_control"] : [])],
    sequence,
    uid,
    version: ocsfVersion,
  };
}

function resourcesOf(event: AuditEvent): readonly JsonObject[] | undefined {
  const all = [
    ...(event.credentials ?? []).map((name) => ({ name, type: "secret" })),
    ...(event.paths ?? []).map((name) => ({ name, type: "file" })),
  ];
  return all.length === 0 ? undefined : all;
}

/** What the single classes require beyond the common parts. */
function classParts(event: AuditEvent, process: JsonObject): JsonObject {
  switch (ocsfClasses[event.action].uid) {
    case 1007:
      return { process, exit_code: event.exitCode };
    case 3004:
      return { entity: { name: event.workspace ?? "workspace", type: "workspace policy" } };
    case 3005:
      return { user: { name: event.agent ?? "unknown agent" }, privileges: event.credentials ?? [] };
    case 3002:
      return { user: { name: event.agent ?? "owner" }, service: { name: event.service ?? embeddedVault } };
    default:
      return {};
  }
}

function controlOf(event: AuditEvent): JsonObject {
  const { control } = ocsfOutcomes[event.outcome];
  if (control === undefined) return {};
  return {
    action_id: control.action,
    disposition_id: control.disposition,
    policy: event.rule === undefined ? undefined : { name: event.rule, uid: event.rule },
  };
}
