import { attributions } from "../audit/event.ts";
import type { Entries } from "./entries.ts";
import { l10n } from "./l10n.ts";
import { agentOf } from "./words.ts";

/** Records of one session, or those of one agent that named none. Newest first. */
export interface Group {
  /** Stays the same while records come, so that what is folded stays folded. */
  readonly key: string;
  readonly title: string;
  readonly slots: readonly number[];
  readonly denied: number;
}

/** A line of the table: a record's slot, or a group's heading as -1 - its place in `groups`. */
export interface Lines {
  readonly lines: Int32Array;
  readonly groups: readonly Group[];
}

export const headingOf = (group: number): number => -1 - group;
export const groupOf = (line: number): number => -1 - line;

export const ungrouped = (slots: Int32Array): Lines => ({ lines: slots, groups: [] });

/** The session that did something last comes first; the records of a folded one are left out. */
export function groupedBySession(entries: Entries, slots: Int32Array, folded: ReadonlySet<string>): Lines {
  const found = new Map<number, { readonly slots: number[]; denied: number }>();
  for (const slot of slots) {
    const id = idOf(entries, slot);
    let group = found.get(id);
    if (group === undefined) found.set(id, (group = { slots: [], denied: 0 }));
    group.slots.push(slot);
    if (entries.outcome(slot) === "denied") group.denied++;
  }
  const groups = Array.from(found.values(), (group): Group => ({ ...group, ...namesOf(entries, group.slots) }));
  const lines = new Int32Array(slots.length + groups.length);
  let at = 0;
  for (const [place, { key, slots: members }] of groups.entries()) {
    lines[at++] = headingOf(place);
    if (folded.has(key)) continue;
    lines.set(members, at);
    at += members.length;
  }
  return { lines: lines.subarray(0, at), groups };
}

/** A number for each session, and for each agent that named none: 100,000 texts would take longer to compare. */
function idOf(entries: Entries, slot: number): number {
  const session = entries.textNumber(slot, "session");
  if (session >= 0) return session;
  const who = (entries.textNumber(slot, "agent") + 1) * attributions.length;
  return -1 - who - attributions.indexOf(entries.attribution(slot));
}

function namesOf(entries: Entries, slots: readonly number[]): Pick<Group, "key" | "title"> {
  const session = entries.text(slots[0] ?? -1, "session");
  const key = session === "" ? `by ${whoOf(entries, slots[0] ?? -1)}` : `session ${session}`;
  return { key, title: titleOf(entries, slots) };
}

function titleOf(entries: Entries, slots: readonly number[]): string {
  const [newest] = slots;
  if (newest === undefined) return "";
  const session = entries.text(newest, "session");
  const named = slots.find((slot) => entries.textNumber(slot, "agent") >= 0) ?? newest;
  const who = whoOf(entries, named);
  return session === "" ? l10n.t("{0}, no session named", who) : l10n.t("{0}, session {1}", who, session.slice(0, 13));
}

function whoOf(entries: Entries, slot: number): string {
  return agentOf({ agent: entries.text(slot, "agent"), attribution: entries.attribution(slot) });
}
