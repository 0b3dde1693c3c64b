import type { HookEvent, HookFacts, Json } from "../agent.ts";
import { type HookCommand, posixCommand, powershellScript, windowsCommand } from "../hook-command.ts";
import type { Placement } from "./json-writes.ts";

/** Far above what a verdict takes, far below what agents wait by default: most let the call pass when it runs out. */
const seconds = 10;

/** The entries of every event, and the keys of the file itself. */
export function hookPlacements(facts: HookFacts, command: HookCommand): readonly Placement[] {
  const defaults: readonly Placement[] = Object.entries(facts.defaults ?? {}).map(([key, value]) => ({
    kind: "default",
    at: [],
    key,
    value,
  }));
  if (facts.layout === "listed") {
    const members = facts.events.map((event) => ({ value: listed(event, facts, command) }));
    return [...defaults, { kind: "entries", at: facts.root, members }];
  }
  const entries: readonly Placement[] = facts.events.map((event) => ({
    kind: "entries",
    at: [...facts.root, event.name],
    members: [{ value: facts.layout === "nested" ? nested(event, facts, command) : flat(event, facts, command) }],
  }));
  return [...defaults, ...entries];
}

type Entry = { readonly [key: string]: Json };

function nested(event: HookEvent, facts: HookFacts, command: HookCommand): Entry {
  return { ...matcherOf(event), hooks: [{ type: "command", ...commandsOf(facts, command) }] };
}

function flat(event: HookEvent, facts: HookFacts, command: HookCommand): Entry {
  return { ...matcherOf(event), ...commandsOf(facts, command) };
}

/** Kiro's shape: the one agent whose entries name their event. */
function listed(event: HookEvent, facts: HookFacts, command: HookCommand): Entry {
  const action = Object.fromEntries(facts.posix.map((key) => [key, posixCommand(command)]));
  return {
    name: `leastkey ${event.name}`,
    trigger: event.name,
    ...matcherOf(event),
    action: { type: "command", ...action },
    ...timeoutOf(facts),
    ...facts.extra,
  };
}

const matcherOf = (event: HookEvent): Entry => (event.matcher === undefined ? {} : { matcher: event.matcher });

function commandsOf(facts: HookFacts, command: HookCommand): Entry {
  const fill = (keys: readonly string[], text: string): Entry => Object.fromEntries(keys.map((key) => [key, text]));
  return {
    ...fill(facts.posix, posixCommand(command)),
    ...fill(facts.powershell ?? [], powershellScript(command)),
    ...fill(facts.windows ?? [], windowsCommand(command)),
    ...timeoutOf(facts),
    ...facts.extra,
  };
}

function timeoutOf({ timeout }: HookFacts): Entry {
  return timeout === undefined ? {} : { [timeout.field]: timeout.unit === "s" ? seconds : seconds * 1000 };
}
