import type { Entries, TextColumn } from "./entries.ts";
import { partsOf } from "./entries.ts";
import type { Names } from "./names.ts";
import type { ActivityRow, Environment } from "./protocol.ts";
import { actionWords, outcomeWords } from "./words.ts";

export const verdictFilters = ["all", "denied", "asked", "allowed", "other"] as const;
export type VerdictFilter = (typeof verdictFilters)[number];

export const timeFilters = ["all", "15m", "1h", "today", "7d"] as const;
export type TimeFilter = (typeof timeFilters)[number];

/** Milliseconds since 1970, the end not included. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

export interface Filter {
  readonly text: string;
  readonly verdict: VerdictFilter;
  readonly agent: string; // a title; empty: every agent; `nobody`: those without
  readonly credential: string; // an id; empty: all
  readonly environment: Environment | "all";
  readonly time: TimeFilter;
}

/** What stands for "no agent is known" in the agent filter; no title begins so. */
export const nobody = "\u0000nobody";

export const emptyFilter: Filter = {
  text: "",
  verdict: "all",
  agent: "",
  credential: "",
  environment: "all",
  time: "all",
};

export const isEmpty = (filter: Filter): boolean =>
  wordsOf(filter.text).length === 0 &&
  filter.verdict === "all" &&
  filter.agent === "" &&
  filter.credential === "" &&
  filter.environment === "all" &&
  filter.time === "all";

const searched: readonly TextColumn[] = [
  "command",
  "agent",
  "tool",
  "rule",
  "reason",
  "session",
  "paths",
  "credentials",
];

type Test = (slot: number) => boolean;

/**
 * The slots that pass, newest first. A question about a text is asked once for each different text, not for each
 * record, and every word must stand somewhere in the record: 100,000 records take some 10 ms.
 */
export function matching(entries: Entries, filter: Filter, names: Names, now = Date.now()): Int32Array {
  let slots = entries.order();
  for (const passes of testsOf(entries, filter, names, now)) slots = slots.filter(passes);
  return slots;
}

/** Those within a span of time. */
export function within(entries: Entries, slots: Int32Array, span: Span | undefined): Int32Array {
  if (span === undefined) return slots;
  return slots.filter((slot) => {
    const time = entries.time(slot);
    return time >= span.from && time < span.to;
  });
}

function testsOf(entries: Entries, filter: Filter, names: Names, now: number): readonly Test[] {
  const { verdict, agent, credential, environment, time } = filter;
  const tests: Test[] = [];
  const from = startOf(time, now);
  if (from > 0) tests.push((slot) => entries.time(slot) >= from);
  if (verdict !== "all") tests.push((slot) => isVerdict(entries.outcome(slot), verdict));
  if (agent === nobody) tests.push((slot) => entries.textNumber(slot, "agent") < 0);
  else if (agent !== "") tests.push(columnTest(entries, "agent", (title) => title === agent));
  if (credential !== "") tests.push(columnTest(entries, "credentials", (list) => partsOf(list).includes(credential)));
  if (environment !== "all") {
    const isOf = (list: string): boolean => partsOf(list).some((id) => names.environment(id) === environment);
    tests.push(columnTest(entries, "credentials", isOf));
  }
  return [...tests, ...wordsOf(filter.text).map((word) => wordTest(entries, word, names))];
}

/** Remembers the answer for each different text. */
function columnTest(entries: Entries, column: TextColumn, holds: (text: string) => boolean): Test {
  const { texts } = entries;
  const answers = new Uint8Array(texts.length); // 0 not asked, 1 no, 2 yes
  return (slot) => {
    const number = entries.textNumber(slot, column);
    if (number < 0) return false;
    const known = answers[number];
    if (known !== 0) return known === 2;
    const answer = holds(texts[number] ?? "");
    answers[number] = answer ? 2 : 1;
    return answer;
  };
}

/** Every different text is asked first, in one go; a record then only looks its answers up. */
function wordTest(entries: Entries, word: string, names: Names): Test {
  const texts = entries.lowerTexts;
  const holds = new Uint8Array(texts.length);
  for (let at = 0; at < texts.length; at++) if (texts[at]?.includes(word) === true) holds[at] = 1;
  const isNamed = (id: string): boolean =>
    names.label(id).toLowerCase().includes(word) || names.environment(id) === word;
  const named = columnTest(entries, "credentials", (list) => partsOf(list).some(isNamed));
  const columns = searched.map((column) => entries.numbers(column));
  const told = remembered((text) => text.toLowerCase().includes(word));
  return (slot) => {
    for (const column of columns) {
      const number = column[slot];
      if (number !== undefined && number >= 0 && holds[number] === 1) return true;
    }
    const action = entries.action(slot);
    return (
      told(entries.outcome(slot)) ||
      told(outcomeWords[entries.outcome(slot)]) ||
      told(entries.attribution(slot)) ||
      told(actionWords[action] ?? action) ||
      named(slot)
    );
  };
}

function remembered(answer: (text: string) => boolean): (text: string) => boolean {
  const known = new Map<string, boolean>();
  return (text) => {
    const before = known.get(text);
    if (before !== undefined) return before;
    const made = answer(text);
    known.set(text, made);
    return made;
  };
}

function isVerdict(outcome: ActivityRow["outcome"], verdict: VerdictFilter): boolean {
  if (verdict === "all") return true;
  if (verdict === "other") return outcome !== "denied" && outcome !== "asked" && outcome !== "allowed";
  return outcome === verdict;
}

/** The first millisecond that a time filter lets through; 0: all. */
function startOf(time: TimeFilter, now: number): number {
  switch (time) {
    case "all":
      return 0;
    case "15m":
      return now - 15 * 60_000;
    case "1h":
      return now - 3_600_000;
    case "today":
      return new Date(now).setHours(0, 0, 0, 0);
    case "7d":
      return now - 7 * 86_400_000;
  }
}

function wordsOf(text: string): readonly string[] {
  return text
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== "");
}
