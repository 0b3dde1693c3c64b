import { element } from "./dom.ts";
import type { ActivityRow } from "./protocol.ts";
import { agentOf, touchedBy, whatOf } from "./rows.ts";

/** The same number stands in panel.css as the rows' height. */
const rowHeight = 22;
/** Rows kept outside of what is seen, so that scrolling shows no gap. */
const spare = 12;

const columns = ["Time", "Who", "Verdict", "What", "Touched", "Rule"] as const;

export interface TableEvents {
  readonly selected: (row: ActivityRow | undefined) => void;
  readonly activated: (row: ActivityRow) => void;
}

/**
 * A table that holds only the rows in sight. Newest first. The focus stays on the table and moves over the rows by
 * aria-activedescendant, so that rows may come and go under it.
 */
export class ActivityTable {
  readonly element: HTMLElement;
  readonly #scroller = element("div", { class: "scroller", role: "presentation" });
  readonly #body = element("div", { class: "body", role: "rowgroup" });
  readonly #drawn = new Map<number, HTMLElement>();
  readonly #events: TableEvents;
  #rows: readonly ActivityRow[] = [];
  #selected: number | undefined; // sequence

  constructor(events: TableEvents) {
    this.#events = events;
    const head = element("div", { class: "row head", role: "row", "aria-rowindex": "1" });
    head.append(...columns.map((title) => element("div", { role: "columnheader" }, title)));
    this.#scroller.append(this.#body);
    const label = { "aria-label": "What agents and terminals did", "aria-colcount": String(columns.length) };
    this.element = element("div", { class: "table", role: "grid", tabindex: "0", "aria-readonly": "true", ...label });
    this.element.append(element("div", { role: "rowgroup" }, head), this.#scroller);
    this.#scroller.addEventListener("scroll", () => this.#draw(), { passive: true });
    this.element.addEventListener("keydown", (event) => this.#key(event));
    this.#body.addEventListener("click", (event) => this.#click(event));
    new ResizeObserver(() => this.#draw()).observe(this.#scroller);
  }

  /** Who has scrolled away from the newest row keeps seeing what they see. */
  show(rows: readonly ActivityRow[]): void {
    const wasAtTop = this.#scroller.scrollTop < rowHeight;
    const anchor = this.#rows[Math.floor(this.#scroller.scrollTop / rowHeight)];
    const within = this.#scroller.scrollTop % rowHeight;
    this.#rows = rows;
    this.#body.style.height = `${String(rows.length * rowHeight)}px`;
    this.element.setAttribute("aria-rowcount", String(rows.length + 1));
    this.#clear();
    const moved = wasAtTop || anchor === undefined ? -1 : indexOf(rows, anchor.sequence);
    this.#scroller.scrollTop = moved < 0 ? 0 : moved * rowHeight + within;
    this.#draw();
  }

  select(sequence: number | undefined, reveal = true): void {
    this.#selected = sequence;
    const index = sequence === undefined ? -1 : indexOf(this.#rows, sequence);
    if (index >= 0 && reveal) this.#reveal(index);
    this.#clear();
    this.#draw();
    this.#events.selected(this.#rows[index]);
  }

  focus(): void {
    this.element.focus();
  }

  #reveal(index: number): void {
    const top = index * rowHeight;
    const { scrollTop, clientHeight } = this.#scroller;
    if (top < scrollTop) this.#scroller.scrollTop = top;
    else if (top + rowHeight > scrollTop + clientHeight) this.#scroller.scrollTop = top + rowHeight - clientHeight;
  }

  #clear(): void {
    this.#body.replaceChildren();
    this.#drawn.clear();
  }

  #draw(): void {
    const { scrollTop, clientHeight } = this.#scroller;
    const first = Math.max(0, Math.floor(scrollTop / rowHeight) - spare);
    const last = Math.min(this.#rows.length, Math.ceil((scrollTop + clientHeight) / rowHeight) + spare);
    for (const [index, node] of this.#drawn) {
      if (index >= first && index < last) continue;
      node.remove();
      this.#drawn.delete(index);
    }
    for (let index = first; index < last; index++) {
      const row = this.#rows[index];
      if (row === undefined || this.#drawn.has(index)) continue;
      const node = this.#rowElement(row, index);
      this.#drawn.set(index, node);
      this.#body.append(node);
    }
    this.#markActive();
  }

  #markActive(): void {
    const index = this.#selected === undefined ? -1 : indexOf(this.#rows, this.#selected);
    const node = this.#drawn.get(index);
    if (node === undefined) this.element.removeAttribute("aria-activedescendant");
    else this.element.setAttribute("aria-activedescendant", node.id);
  }

  #rowElement(row: ActivityRow, index: number): HTMLElement {
    const isSelected = row.sequence === this.#selected;
    const node = element("div", {
      class: "row",
      role: "row",
      id: `row-${String(row.sequence)}`,
      "aria-rowindex": String(index + 2),
      "aria-selected": String(isSelected),
      "data-index": String(index),
      "data-outcome": row.outcome,
    });
    node.style.top = `${String(index * rowHeight)}px`;
    const what = row.isUncertain ? `${whatOf(row)} (may be incomplete)` : whatOf(row);
    const texts = [timeOf(row.time), agentOf(row), row.outcome, what, touchedBy(row), row.rule];
    node.append(...texts.map((text) => element("div", { role: "gridcell" }, text.slice(0, 500))));
    return node;
  }

  #click(event: MouseEvent): void {
    const node = event.target instanceof Element ? event.target.closest("[data-index]") : null;
    const row = this.#rows[Number(node?.getAttribute("data-index"))];
    if (node !== null && row !== undefined) this.select(row.sequence, false);
  }

  #key(event: KeyboardEvent): void {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const at = this.#selected === undefined ? -1 : indexOf(this.#rows, this.#selected);
    const page = Math.max(1, Math.floor(this.#scroller.clientHeight / rowHeight) - 1);
    const to = {
      ArrowDown: at + 1,
      ArrowUp: Math.max(0, at - 1),
      PageDown: at + page,
      PageUp: Math.max(0, at - page),
      Home: 0,
      End: this.#rows.length - 1,
    }[event.key];
    if (to !== undefined) {
      event.preventDefault();
      this.select(this.#rows[Math.min(to, this.#rows.length - 1)]?.sequence);
    } else if (event.key === "Enter" || event.key === " ") {
      const row = this.#rows[at];
      if (row === undefined) return;
      event.preventDefault();
      this.#events.activated(row);
    } else if (event.key === "Escape") {
      this.select(undefined);
    }
  }
}

/** Rows are sorted by falling sequence, so the place is found by halving. */
function indexOf(rows: readonly ActivityRow[], sequence: number): number {
  let low = 0;
  let high = rows.length - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    const found = rows[middle]?.sequence ?? 0;
    if (found === sequence) return middle;
    if (found > sequence) low = middle + 1;
    else high = middle - 1;
  }
  return -1;
}

const clock = new Intl.DateTimeFormat(undefined, {
  hour: "2-digit",
  minute: "2-digit",
  second: "2-digit",
  hourCycle: "h23",
});

function timeOf(time: number): string {
  return clock.format(time);
}
