import { element } from "./dom.ts";
import type { Entries } from "./entries.ts";
import { groupOf, headingOf, type Lines } from "./groups.ts";
import { l10n, language } from "./l10n.ts";
import type { Names } from "./names.ts";
import type { ActivityRow } from "./protocol.ts";
import { agentOf, entriesText, numberText, outcomeWords, touchedBy, whatOf } from "./words.ts";

/** The same number stands in panel.css as the rows' height. */
const rowHeight = 22;
/** And this is a row's padding there. */
const sidePadding = 4;
/** Rows kept outside of what is seen, so that scrolling shows no gap. */
const spare = 12;
/** As much of a text as a column can ever show. */
const longest = 400;

const columns = [l10n.t("Time"), l10n.t("Who"), l10n.t("Verdict"), l10n.t("What"), l10n.t("Touched"), l10n.t("Rule")];

export interface TableEvents {
  readonly selected: (sequence: number | undefined) => void;
  /** Enter or a space on a record. */
  readonly activated: () => void;
  readonly folded: (key: string, isFolded: boolean) => void;
}

export interface TableView extends Lines {
  readonly folded: ReadonlySet<string>;
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
  /** Rows that went out of sight, to be filled anew: filling one costs half of making one. */
  readonly #idle: HTMLElement[] = [];
  readonly #entries: Entries;
  readonly #names: Names;
  readonly #events: TableEvents;
  #view: TableView = { lines: new Int32Array(), groups: [], folded: new Set() };
  /** A record's sequence, or the key of a group's heading. */
  #active: number | string | undefined;

  constructor(entries: Entries, names: Names, events: TableEvents) {
    this.#entries = entries;
    this.#names = names;
    this.#events = events;
    const head = element("div", { class: "row head", role: "row", "aria-rowindex": "1" });
    head.append(...columns.map((title) => element("div", { role: "columnheader" }, title)));
    this.#scroller.append(this.#body);
    const label = { "aria-label": l10n.t("What agents and terminals did"), "aria-colcount": String(columns.length) };
    this.element = element("div", { class: "table", role: "grid", tabindex: "0", "aria-readonly": "true", ...label });
    this.element.append(element("div", { role: "rowgroup" }, head), this.#scroller);
    this.#scroller.addEventListener("scroll", () => this.#draw(), { passive: true });
    this.element.addEventListener("keydown", (event) => this.#key(event));
    this.#body.addEventListener("click", (event) => this.#click(event));
    new ResizeObserver(() => {
      // The rows end where the scroll bar begins, and the columns' heads must stand over them.
      head.style.paddingInlineEnd = `${String(this.#scroller.offsetWidth - this.#scroller.clientWidth + sidePadding)}px`;
      this.#draw();
    }).observe(this.#scroller);
  }

  /** Who has scrolled away from the newest row keeps seeing what they see. */
  show(view: TableView): void {
    const { scrollTop } = this.#scroller;
    const anchor = scrollTop < rowHeight ? undefined : this.#idAt(Math.floor(scrollTop / rowHeight));
    const within = scrollTop % rowHeight;
    this.#view = view;
    this.#body.style.height = `${String(view.lines.length * rowHeight)}px`;
    this.element.setAttribute("role", view.groups.length > 0 ? "treegrid" : "grid");
    this.element.setAttribute("aria-rowcount", String(view.lines.length + 1));
    this.#clear();
    const moved = this.#indexOf(anchor);
    const top = moved < 0 ? 0 : moved * rowHeight + within;
    if (top !== scrollTop) this.#scroller.scrollTop = top;
    this.#draw();
  }

  select(sequence: number | undefined, reveal = true): void {
    this.#activate(sequence, reveal);
    this.#events.selected(sequence);
  }

  focus(): void {
    this.element.focus();
  }

  /** Draws the rows anew: what credentials are called has changed. */
  redraw(): void {
    this.#clear();
    this.#draw();
  }

  #activate(id: number | string | undefined, reveal: boolean): void {
    this.#active = id;
    const index = this.#indexOf(id);
    if (index >= 0 && reveal) this.#reveal(index);
    this.redraw();
  }

  #idAt(index: number): number | string | undefined {
    const line = this.#view.lines[index];
    if (line === undefined) return undefined;
    return line >= 0 ? this.#entries.sequence(line) : this.#view.groups[groupOf(line)]?.key;
  }

  #indexOf(id: number | string | undefined): number {
    if (id === undefined) return -1;
    if (typeof id === "string") {
      const group = this.#view.groups.findIndex(({ key }) => key === id);
      return group < 0 ? -1 : this.#view.lines.indexOf(headingOf(group));
    }
    const slot = this.#entries.slotOf(id);
    return slot === undefined ? -1 : this.#view.lines.indexOf(slot);
  }

  #reveal(index: number): void {
    const top = index * rowHeight;
    const { scrollTop, clientHeight } = this.#scroller;
    if (top < scrollTop) this.#scroller.scrollTop = top;
    else if (top + rowHeight > scrollTop + clientHeight) this.#scroller.scrollTop = top + rowHeight - clientHeight;
  }

  #clear(): void {
    for (const node of this.#drawn.values()) this.#putAside(node);
    this.#drawn.clear();
  }

  #putAside(node: HTMLElement): void {
    node.remove();
    if (!node.classList.contains("group")) this.#idle.push(node);
  }

  #draw(): void {
    const { scrollTop, clientHeight } = this.#scroller;
    const first = Math.max(0, Math.floor(scrollTop / rowHeight) - spare);
    const last = Math.min(this.#view.lines.length, Math.ceil((scrollTop + clientHeight) / rowHeight) + spare);
    for (const [index, node] of this.#drawn) {
      if (index >= first && index < last) continue;
      this.#putAside(node);
      this.#drawn.delete(index);
    }
    const added: HTMLElement[] = [];
    for (let index = first; index < last; index++) {
      const line = this.#view.lines[index];
      if (line === undefined || this.#drawn.has(index)) continue;
      const node = this.#place(line >= 0 ? this.#rowElement(this.#entries.row(line)) : this.#heading(line), index);
      this.#drawn.set(index, node);
      added.push(node);
    }
    this.#body.append(...added);
    this.#markActive();
  }

  #place(node: HTMLElement, index: number): HTMLElement {
    const isActive = this.#idAt(index) === this.#active;
    node.setAttribute("role", "row");
    node.setAttribute("aria-rowindex", String(index + 2));
    node.setAttribute("aria-selected", String(isActive));
    node.setAttribute("data-index", String(index));
    node.style.top = `${String(index * rowHeight)}px`;
    return node;
  }

  #markActive(): void {
    const node = this.#drawn.get(this.#indexOf(this.#active));
    if (node === undefined) this.element.removeAttribute("aria-activedescendant");
    else this.element.setAttribute("aria-activedescendant", node.id);
  }

  #rowElement(row: ActivityRow): HTMLElement {
    const node = this.#idle.pop() ?? emptyRow();
    node.id = `row-${String(row.sequence)}`;
    node.dataset["outcome"] = row.outcome;
    if (this.#view.groups.length > 0) node.setAttribute("aria-level", "2");
    else node.removeAttribute("aria-level");
    const what = row.isUncertain ? l10n.t("{0} (may be incomplete)", whatOf(row)) : whatOf(row);
    const texts = [
      timeOf(row.time),
      agentOf(row),
      outcomeWords[row.outcome],
      what,
      touchedBy(row, this.#names),
      row.rule,
    ];
    for (const [at, text] of texts.entries()) {
      const cell = node.children[at];
      if (cell !== undefined) cell.textContent = text.slice(0, longest);
    }
    return node;
  }

  #heading(line: number): HTMLElement {
    const at = groupOf(line);
    const group = this.#view.groups[at];
    const isFolded = this.#view.folded.has(group?.key ?? "");
    const node = element("div", { class: "row group", id: `group-${String(at)}`, "aria-level": "1" });
    node.setAttribute("aria-expanded", String(!isFolded));
    const refused = group === undefined || group.denied === 0 ? "" : l10n.t(", {0} denied", numberText(group.denied));
    const count = `${entriesText(group?.slots.length ?? 0)}${refused}`;
    const text = `${isFolded ? "▸" : "▾"} ${group?.title ?? ""} · ${count}`;
    node.append(element("div", { role: "gridcell", "aria-colspan": String(columns.length) }, text));
    return node;
  }

  #click(event: MouseEvent): void {
    const node = event.target instanceof Element ? event.target.closest("[data-index]") : null;
    if (node === null) return;
    const id = this.#idAt(Number(node.getAttribute("data-index")));
    if (typeof id === "string") this.#fold(id, !this.#view.folded.has(id));
    else if (id !== undefined) this.select(id, false);
  }

  #fold(key: string, isFolded: boolean): void {
    this.#active = key;
    this.#events.folded(key, isFolded);
  }

  #key(event: KeyboardEvent): void {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const at = this.#indexOf(this.#active);
    const page = Math.max(1, Math.floor(this.#scroller.clientHeight / rowHeight) - 1);
    const last = this.#view.lines.length - 1;
    const moves = {
      ArrowDown: at + 1,
      ArrowUp: Math.max(0, at - 1),
      PageDown: at + page,
      PageUp: Math.max(0, at - page),
      Home: 0,
      End: last,
    };
    const to = Object.entries(moves).find(([key]) => key === event.key)?.[1];
    if (to !== undefined) {
      event.preventDefault();
      this.#go(this.#idAt(Math.min(to, last)));
    } else this.#act(event);
  }

  #go(id: number | string | undefined): void {
    if (typeof id === "string") this.#activate(id, true);
    else if (id !== undefined) this.select(id);
  }

  #act(event: KeyboardEvent): void {
    const { key } = event;
    const active = this.#active;
    if (key === "Escape") {
      this.select(undefined);
      return;
    }
    if (active === undefined) return;
    const isOpening = key === "Enter" || key === " ";
    if (typeof active === "string" && (isOpening || key === "ArrowLeft" || key === "ArrowRight")) {
      event.preventDefault();
      this.#fold(active, isOpening ? !this.#view.folded.has(active) : key === "ArrowLeft");
    } else if (typeof active === "number" && isOpening) {
      event.preventDefault();
      this.#events.activated();
    } else if (typeof active === "number" && key === "ArrowLeft" && this.#view.groups.length > 0) {
      this.#go(this.#groupAbove(active));
    }
  }

  #groupAbove(sequence: number): string | undefined {
    for (let index = this.#indexOf(sequence); index >= 0; index--) {
      const id = this.#idAt(index);
      if (typeof id === "string") return id;
    }
    return undefined;
  }
}

function emptyRow(): HTMLElement {
  return element("div", { class: "row" }, ...columns.map(() => element("div", { role: "gridcell" })));
}

const clock = new Intl.DateTimeFormat(language, {
  hour: "2-digit",
  minute: "2-digit",
  second: "2-digit",
  hourCycle: "h23",
});
const day = new Intl.DateTimeFormat(language, { month: "short", day: "numeric" });

/** The time today, the day as well before that. */
function timeOf(time: number): string {
  const isToday = Date.now() - time < 86_400_000 && new Date(time).getDate() === new Date().getDate();
  return isToday ? clock.format(time) : `${day.format(time)} ${clock.format(time)}`;
}
