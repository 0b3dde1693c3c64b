import type { Disposable } from "vscode";
import type { EntryRow } from "../audit/read.ts";
import type { Home } from "../platform/home.ts";
import type { ActivityRow, ToPanel } from "../webview/protocol.ts";
import { activityRow } from "./activity-rows.ts";

/** As many records as fill any panel: these are drawn at once. */
const firstRows = 300;
/** What a message carries: 5 ms of reading here and of taking in there. */
const olderRows = 500;
/** As many records as the panel holds; what is older is on the trail. */
const mostRows = 100_000;
/** Records that come in a burst are sent together. */
const burstMs = 50;

export interface FeedOptions {
  readonly home: Home;
  /** undefined when nobody takes it any more: the feed ends. */
  readonly send: (message: ToPanel) => Promise<boolean>;
}

/** The trail for one panel: the newest records at once, older ones behind them, and then what is appended. */
export class ActivityFeed implements Disposable {
  readonly #options: FeedOptions;
  #burst: ActivityRow[] = [];
  #timer: NodeJS.Timeout | undefined;
  #following: { close(): void } | undefined;
  #isEnded = false;

  constructor(options: FeedOptions) {
    this.#options = options;
  }

  /** Ends when all older records are told; what is appended comes until the feed is disposed of. */
  async run(): Promise<void> {
    const { home, send } = this.#options;
    const [{ rowsBackwards }, { followTrail }, { agents }] = await Promise.all([
      import("../platform/trail-read.ts"),
      import("../platform/trail-follow.ts"),
      import("../agents/index.ts"),
    ]);
    const titles = new Map(agents.map(({ id, title }) => [id, title]));
    const rowOf = (row: EntryRow): ActivityRow => activityRow(row, (id) => titles.get(id) ?? id);
    if (this.#isEnded) return;
    const trail = rowsBackwards(home);
    const rows = take(trail, firstRows).map(rowOf);
    const last = rows[0]?.sequence;
    this.#following = followTrail(home, (row) => this.#take(rowOf(row)), last === undefined ? {} : { after: last });
    await send({ kind: "reset", rows, total: last ?? 0 });
    for (let held = rows.length; held < mostRows; held += olderRows) {
      const older = take(trail, olderRows).map(rowOf);
      const isLast = older.length < olderRows || held + olderRows >= mostRows;
      if (this.#isEnded || !(await send({ kind: "older", rows: older, isLast })) || isLast) break;
      await new Promise((resolve) => setImmediate(resolve));
    }
    trail.return(undefined);
  }

  #take(row: ActivityRow): void {
    this.#burst.push(row);
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      const rows = this.#burst.splice(0);
      if (!this.#isEnded) void this.#options.send({ kind: "append", rows });
    }, burstMs);
  }

  dispose(): void {
    this.#isEnded = true;
    clearTimeout(this.#timer);
    this.#following?.close();
  }
}

function take(trail: Generator<EntryRow>, count: number): readonly EntryRow[] {
  const rows: EntryRow[] = [];
  while (rows.length < count) {
    const next = trail.next();
    if (next.done === true) break;
    rows.push(next.value);
  }
  return rows;
}
