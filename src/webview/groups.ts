import type { Entries } from "./entries.ts";
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
  const found = new Map<string, number[]>();
  const keys = new Map<number, string>();
  for (const slot of slots) {
    const key = keyOf(entries, slot, keys);
    const group = found.get(key);
    if (group === undefined) found.set(key, [slot]);
    else group.push(slot);
  }
  const groups = [...found].map(([key, members]): Group => {
    const denied = members.reduce((sum, slot) => sum + (entries.outcome(slot) === "denied" ? 1 : 0), 0);
    return { key, title: titleOf(entries, members), slots: members, denied };
  });
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

function keyOf(entries: Entries, slot: number, keys: Map<number, string>): string {
  const session = entries.textNumber(slot, "session");
  if (session < 0) return `by ${whoOf(entries, slot)}`;
  const known = keys.get(session);
  if (known !== undefined) return known;
  const key = `session ${entries.text(slot, "session")}`;
  keys.set(session, key);
  return key;
}

function titleOf(entries: Entries, slots: readonly number[]): string {
  const [newest] = slots;
  if (newest === undefined) return "";
  const session = entries.text(newest, "session");
  const named = slots.find((slot) => entries.textNumber(slot, "agent") >= 0) ?? newest;
  const who = whoOf(entries, named);
  return session === "" ? `${who}, no session named` : `${who}, session ${session.slice(0, 13)}`;
}

function whoOf(entries: Entries, slot: number): string {
  return agentOf({ agent: entries.text(slot, "agent"), attribution: entries.attribution(slot) });
}
