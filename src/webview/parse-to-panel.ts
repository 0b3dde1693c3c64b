import type { Attribution } from "../audit/event.ts";
import { operations } from "../audit/ocsf.ts";
import {
  type ActivityRow,
  type ChainPlace,
  type CredentialName,
  environments,
  type Fields,
  fieldsOf,
  isCount,
  isNumber,
  isTexts,
  type ToPanel,
} from "./protocol.ts";

/** The closed door on the panel's side. One row that is wrong makes the whole message wrong: undefined. */
export function parseToPanel(message: unknown): ToPanel | undefined {
  const fields = fieldsOf(message);
  if (fields === undefined) return undefined;
  switch (fields["kind"]) {
    case "reset":
    case "older":
    case "append":
      return parseRows(fields["kind"], fields);
    case "names": {
      const names = listOf(fields["names"], nameOf);
      return names === undefined ? undefined : { kind: "names", names };
    }
    case "chain": {
      const place = chainPlaceOf(fields["place"]);
      return place === undefined ? undefined : { kind: "chain", place };
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

function parseRows(kind: "reset" | "older" | "append", fields: Fields): ToPanel | undefined {
  const rows = listOf(fields["rows"], rowOf);
  if (rows === undefined) return undefined;
  const { total, isLast } = fields;
  switch (kind) {
    case "reset":
      return isCount(total) ? { kind, rows, total } : undefined;
    case "older":
      return typeof isLast === "boolean" ? { kind, rows, isLast } : undefined;
    case "append":
      return { kind, rows };
  }
}

function listOf<T>(value: unknown, parse: (item: unknown) => T | undefined): readonly T[] | undefined {
  if (!Array.isArray(value)) return undefined;
  const all: T[] = [];
  for (const item of value) {
    const parsed = parse(item);
    if (parsed === undefined) return undefined;
    all.push(parsed);
  }
  return all;
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

function isNumberOrNone(value: unknown): value is number | undefined {
  return value === undefined || isNumber(value);
}

function rowOf(value: unknown): ActivityRow | undefined {
  const fields = fieldsOf(value);
  if (fields === undefined) return undefined;
  const { sequence, time, action, outcome, attribution, isUncertain, paths, credentials, exitCode, durationMs } =
    fields;
  const { agent, tool, command, rule, reason, session, cwd } = fields;
  if (!isCount(sequence) || !isNumber(time) || !isAction(action)) return undefined;
  if (!isKeyOf(outcomes, outcome) || !isKeyOf(attributions, attribution)) return undefined;
  if (typeof isUncertain !== "boolean" || !isTexts(paths) || !isTexts(credentials)) return undefined;
  if (!isNumberOrNone(exitCode) || !isNumberOrNone(durationMs)) return undefined;
  if (typeof agent !== "string" || typeof tool !== "string" || typeof command !== "string") return undefined;
  if (typeof rule !== "string" || typeof reason !== "string" || typeof session !== "string") return undefined;
  if (typeof cwd !== "string") return undefined;
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
  };
}

function nameOf(value: unknown): CredentialName | undefined {
  const fields = fieldsOf(value);
  if (fields === undefined) return undefined;
  const { id, label, files } = fields;
  const environment = environments.find((known) => known === fields["environment"]);
  if (typeof id !== "string" || typeof label !== "string" || environment === undefined) return undefined;
  return isTexts(files) ? { id, label, environment, files } : undefined;
}

function chainPlaceOf(value: unknown): ChainPlace | undefined {
  const fields = fieldsOf(value);
  if (fields === undefined) return undefined;
  const { sequence, hash, previous, signedUpTo, anchoredUpTo, anchoredAt } = fields;
  if (typeof hash !== "string" || typeof previous !== "string" || !isNumber(anchoredAt)) return undefined;
  if (!isCount(sequence) || !isCount(signedUpTo) || !isCount(anchoredUpTo)) return undefined;
  return { sequence, hash, previous, signedUpTo, anchoredUpTo, anchoredAt };
}
