import type { ActivityRow } from "./protocol.ts";

/** Texts that come again and again (agents, tools, paths), each held once and called by its number. */
class Pool {
  readonly #numbers = new Map<string, number>();
  readonly texts: string[] = [];
  /** The same in small letters, made once: a search asks each of them for each letter typed. */
  readonly lower: string[] = [];

  number(text: string): number {
    const known = this.#numbers.get(text);
    if (known !== undefined) return known;
    const made = this.texts.push(text) - 1;
    this.lower.push(text.toLowerCase());
    this.#numbers.set(text, made);
    return made;
  }
}

/** Parts of a list in one text: records hold no control characters, so none can stand inside a part. */
const between = "\n";
const none = -1;

const textColumns = ["agent", "tool", "command", "rule", "reason", "session", "cwd"] as const;
const listColumns = ["paths", "credentials"] as const;
/** The columns whose words a text filter looks at; `credentials` is looked at by its names. */
export type TextColumn = (typeof textColumns)[number] | (typeof listColumns)[number];

/**
 * The records that the panel holds, by column: an object for each of 100,000 records would take 60 MB, this takes 15.
 * A record is called by its slot. Newer ones come at one end, older ones at the other, in order of their sequence.
 */
export class Entries {
  readonly #pool = new Pool();
  readonly #columns: Readonly<Record<TextColumn, number[]>> = {
    agent: [],
    tool: [],
    command: [],
    rule: [],
    reason: [],
    session: [],
    cwd: [],
    paths: [],
    credentials: [],
  };
  readonly #sequences: number[] = [];
  readonly #times: number[] = [];
  readonly #actions: ActivityRow["action"][] = [];
  readonly #outcomes: ActivityRow["outcome"][] = [];
  readonly #attributions: ActivityRow["attribution"][] = [];
  readonly #uncertain: boolean[] = [];
  readonly #exitCodes: (number | undefined)[] = [];
  readonly #durations: (number | undefined)[] = [];
  /** Slots of what came since the first message, oldest first, and of what it held and came before, newest first. */
  readonly #newer: number[] = [];
  readonly #older: number[] = [];
  readonly #seen = { agent: new Set<number>(), credentials: new Set<number>() };
  #order: Int32Array | undefined;

  get count(): number {
    return this.#newer.length + this.#older.length;
  }

  /** The texts that columns point at; grows, and a number keeps its text. */
  get texts(): readonly string[] {
    return this.#pool.texts;
  }

  /** A row that came out of order, or a second time (a window that was reloaded), is passed over: false. */
  addNewer(row: ActivityRow): boolean {
    if (row.sequence <= this.newestSequence) return false;
    this.#newer.push(this.#store(row));
    return true;
  }

  addOlder(row: ActivityRow): boolean {
    const last = this.#older.at(-1) ?? this.#newer[0];
    if (last !== undefined && row.sequence >= this.sequence(last)) return false;
    this.#older.push(this.#store(row));
    return true;
  }

  get newestSequence(): number {
    const slot = this.#newer.at(-1) ?? this.#older[0];
    return slot === undefined ? 0 : this.sequence(slot);
  }

  get lowerTexts(): readonly string[] {
    return this.#pool.lower;
  }

  /** The slots, newest first. */
  order(): Int32Array {
    if (this.#order !== undefined) return this.#order;
    const order = new Int32Array(this.count);
    order.set(this.#newer);
    order.subarray(0, this.#newer.length).reverse();
    order.set(this.#older, this.#newer.length);
    this.#order = order;
    return order;
  }

  /** Each different agent, or each different list of credentials, once. */
  different(column: "agent" | "credentials"): readonly string[] {
    return Array.from(this.#seen[column], (number) => this.texts[number] ?? "");
  }

  /** The slot of the record at a place, counted from the newest. */
  slotAt(place: number): number {
    const newer = this.#newer.length;
    return (place < newer ? this.#newer[newer - 1 - place] : this.#older[place - newer]) ?? none;
  }

  /** Found by halving, since places are in falling order of sequence. undefined: not held. */
  slotOf(sequence: number): number | undefined {
    let low = 0;
    let high = this.count - 1;
    while (low <= high) {
      const middle = (low + high) >> 1;
      const slot = this.slotAt(middle);
      const found = this.sequence(slot);
      if (found === sequence) return slot;
      if (found > sequence) low = middle + 1;
      else high = middle - 1;
    }
    return undefined;
  }

  sequence(slot: number): number {
    return this.#sequences[slot] ?? 0;
  }

  time(slot: number): number {
    return this.#times[slot] ?? 0;
  }

  outcome(slot: number): ActivityRow["outcome"] {
    return this.#outcomes[slot] ?? "unknown";
  }

  action(slot: number): ActivityRow["action"] {
    return this.#actions[slot] ?? "other";
  }

  attribution(slot: number): ActivityRow["attribution"] {
    return this.#attributions[slot] ?? "unknown";
  }

  /** The numbers of a column's texts, by slot; -1: it is empty. */
  numbers(column: TextColumn): readonly number[] {
    return this.#columns[column];
  }

  /** The number of a column's text; -1: it is empty. */
  textNumber(slot: number, column: TextColumn): number {
    return this.#columns[column][slot] ?? none;
  }

  text(slot: number, column: (typeof textColumns)[number]): string {
    return this.texts[this.textNumber(slot, column)] ?? "";
  }

  list(slot: number, column: (typeof listColumns)[number]): readonly string[] {
    const text = this.texts[this.textNumber(slot, column)];
    return text === undefined ? [] : partsOf(text);
  }

  row(slot: number): ActivityRow {
    return {
      sequence: this.sequence(slot),
      time: this.time(slot),
      action: this.action(slot),
      outcome: this.outcome(slot),
      attribution: this.attribution(slot),
      agent: this.text(slot, "agent"),
      tool: this.text(slot, "tool"),
      command: this.text(slot, "command"),
      rule: this.text(slot, "rule"),
      reason: this.text(slot, "reason"),
      session: this.text(slot, "session"),
      cwd: this.text(slot, "cwd"),
      paths: this.list(slot, "paths"),
      credentials: this.list(slot, "credentials"),
      isUncertain: this.#uncertain[slot] ?? false,
      exitCode: this.#exitCodes[slot],
      durationMs: this.#durations[slot],
    };
  }

  #store(row: ActivityRow): number {
    const slot = this.#sequences.push(row.sequence) - 1;
    this.#times.push(row.time);
    this.#actions.push(row.action);
    this.#outcomes.push(row.outcome);
    this.#attributions.push(row.attribution);
    this.#uncertain.push(row.isUncertain);
    this.#exitCodes.push(row.exitCode);
    this.#durations.push(row.durationMs);
    for (const column of textColumns) this.#columns[column].push(this.#number(row[column]));
    for (const column of listColumns) this.#columns[column].push(this.#number(row[column].join(between)));
    for (const column of ["agent", "credentials"] as const) {
      const number = this.textNumber(slot, column);
      if (number >= 0) this.#seen[column].add(number);
    }
    this.#order = undefined;
    return slot;
  }

  #number(text: string): number {
    return text === "" ? none : this.#pool.number(text);
  }
}

export const partsOf = (list: string): readonly string[] => list.split(between);
