import type { CleanEvent, Waited } from "./entry.ts";
import { type AuditEvent, attributions, outcomes } from "./event.ts";
import { operations } from "./ocsf.ts";

/** A clean event that has no place in the chain yet, with all that its record will say of when and by whom. */
export interface WaitingEvent {
  readonly event: CleanEvent;
  readonly waited: Omit<Waited, "uid">;
}

const version = 1;

export const waitingText = ({ event, waited }: WaitingEvent): string => JSON.stringify({ version, event, ...waited });

type Bag = Readonly<Record<string, unknown>>;

/** undefined: no waiting event. "newer": of a Leastkey that knows more, which has to chain it itself. */
export function parseWaiting(text: string): WaitingEvent | "newer" | undefined {
  const body = bag(parsed(text));
  if (typeof body?.["version"] === "number" && body["version"] > version) return "newer";
  const event = eventIn(bag(body?.["event"]));
  const origin = bag(body?.["origin"]);
  const { host, user, pid } = origin ?? {};
  const time = body?.["time"];
  if (event === undefined || typeof time !== "number") return undefined;
  if (typeof host !== "string" || typeof user !== "string" || typeof pid !== "number") return undefined;
  return { event, waited: { time, origin: { host, user, pid } } };
}

type Texts = "agent" | "session" | "tool" | "command" | "rule" | "reason" | "cwd" | "workspace" | "service";
const texts: readonly Texts[] = [
  "agent",
  "session",
  "tool",
  "command",
  "rule",
  "reason",
  "cwd",
  "workspace",
  "service",
];
const numbers = ["exitCode", "durationMs"] as const;
const lists = ["paths", "credentials"] as const;

function eventIn(bag: Bag | undefined): CleanEvent | undefined {
  const action = isAction(bag?.["action"]) ? bag["action"] : undefined;
  const outcome = outcomes.find((one) => one === bag?.["outcome"]);
  const attribution = attributions.find((one) => one === bag?.["attribution"]);
  if (bag === undefined || action === undefined || outcome === undefined || attribution === undefined) return undefined;
  const event: { -readonly [K in keyof AuditEvent]: AuditEvent[K] } = { action, outcome, attribution };
  for (const name of texts) {
    const value = bag[name];
    if (typeof value === "string") event[name] = value;
  }
  for (const name of numbers) {
    const value = bag[name];
    if (typeof value === "number") event[name] = value;
  }
  for (const name of lists) {
    const value = bag[name];
    if (Array.isArray(value)) event[name] = value.filter((one): one is string => typeof one === "string");
  }
  if (bag["uncertain"] === true) event.uncertain = true;
  return { ...event, isClean: true };
}

const isAction = (value: unknown): value is AuditEvent["action"] =>
  typeof value === "string" && Object.hasOwn(operations, value);

function parsed(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text);
    return value;
  } catch {
    return undefined; // torn or edited: the caller sets it aside
  }
}

const bag = (value: unknown): Bag | undefined => (isBag(value) ? value : undefined);
const isBag = (value: unknown): value is Bag => typeof value === "object" && value !== null && !Array.isArray(value);
