import { type DetailEvents, detailOf } from "./detail.ts";
import { button, element } from "./dom.ts";
import { Entries } from "./entries.ts";
import { matching, type Span, within } from "./filter.ts";
import { groupedBySession, ungrouped } from "./groups.ts";
import { l10n } from "./l10n.ts";
import { Names } from "./names.ts";
import { parseToPanel } from "./parse-to-panel.ts";
import type { ActivityRow, ChainPlace, FromPanel, ToPanel } from "./protocol.ts";
import { relatedTo } from "./related.ts";
import { parseState, type State } from "./state.ts";
import { ActivityTable } from "./table.ts";
import { Timeline } from "./timeline.ts";
import { Toolbar } from "./toolbar.ts";
import { numberText, spoken } from "./words.ts";

interface EditorApi {
  postMessage(message: FromPanel): void;
  getState(): unknown;
  setState(state: unknown): void;
}
declare function acquireVsCodeApi(): EditorApi;

/** Older records come in many messages; between two drawings of all of them this time goes by. */
const drawEveryMs = 200;

const editor = acquireVsCodeApi();
const names = new Names();
let state = parseState(editor.getState());
let entries = new Entries();
let total = 0;
let chainPlace: ChainPlace | undefined;
let drawing: ReturnType<typeof setTimeout> | undefined;

const problem = element("p", { class: "problem", role: "alert", hidden: "" });
const empty = element("section", { class: "empty", hidden: "" });
const noMatch = element("p", { class: "empty", hidden: "" }, l10n.t("No entry matches the filter."));
const detail = element("aside", { "aria-label": l10n.t("The selected record"), hidden: "" });
const coverage = element("footer", { "aria-label": l10n.t("What is seen and what is not") });
const live = element("div", { class: "visually-hidden", "aria-live": "polite" });
const toolbar = new Toolbar({ changed: changeAndShow, leave: () => table.focus() });
const timeline = new Timeline((span) => changeAndShow({ span }));
let table = makeTable();
const split = element("div", { class: "split" }, table.element, detail);

function makeTable(): ActivityTable {
  return new ActivityTable(entries, names, {
    selected: showDetail,
    activated: () => detail.querySelector("vscode-button")?.focus(),
    folded: (key, isFolded) => {
      const others = state.folded.filter((known) => known !== key);
      changeAndShow({ folded: isFolded ? [...others, key] : others });
    },
  });
}

function change(part: Partial<State>): void {
  state = { ...state, ...part };
  editor.setState(state);
}

function changeAndShow(part: Partial<State>): void {
  change(part);
  show();
}

function show(): void {
  clearTimeout(drawing);
  drawing = undefined;
  toolbar.show(state, entries, names);
  const matched = matching(entries, state, names);
  timeline.show(entries, matched, state.span);
  const shown = within(entries, matched, state.span);
  const folded = new Set(state.folded);
  const lines = state.isGrouped ? groupedBySession(entries, shown, folded) : ungrouped(shown);
  empty.hidden = entries.count > 0;
  noMatch.hidden = entries.count === 0 || shown.length > 0;
  table.element.hidden = shown.length === 0;
  table.show({ ...lines, folded });
  toolbar.tell(shown.length, entries.count, Math.max(total, entries.count));
}

function showLater(): void {
  drawing ??= setTimeout(show, drawEveryMs);
}

const detailEvents: DetailEvents = {
  open: (sequence, path) => editor.postMessage({ kind: "open", sequence, path }),
  credential: (sequence, credential) => editor.postMessage({ kind: "credential", sequence, credential }),
  copy: (sequence) => editor.postMessage({ kind: "copy", sequence }),
  rule: (sequence, verdict) => editor.postMessage({ kind: "rule", sequence, verdict }),
  go: (sequence) => {
    table.select(sequence);
    detail.querySelector("vscode-button")?.focus();
  },
  close: () => {
    table.select(undefined);
    table.focus();
  },
};

function showDetail(sequence: number | undefined): void {
  const isSame = sequence === state.selected && !detail.hidden;
  if (!isSame) chainPlace = undefined;
  change({ selected: sequence });
  const slot = sequence === undefined ? undefined : entries.slotOf(sequence);
  detail.hidden = slot === undefined;
  if (sequence === undefined || slot === undefined) {
    detail.replaceChildren();
    return;
  }
  if (chainPlace === undefined) editor.postMessage({ kind: "chain", sequence });
  const related = relatedTo(entries, slot, names).map((one) => ({ ...one, row: entries.row(one.slot) }));
  const parts = (): readonly HTMLElement[] => [...detail.querySelectorAll<HTMLElement>("vscode-button, button")];
  const focused = isSame ? parts().findIndex((part) => part === document.activeElement) : -1;
  const isExplained = isSame && detail.querySelector<HTMLElement>(".explain")?.hidden === false;
  const facts = { row: entries.row(slot), names, place: chainPlace, related, isExplained };
  detail.replaceChildren(detailOf(facts, detailEvents));
  parts()[focused]?.focus(); // what was learnt meanwhile takes nobody's place away
}

function receive(message: ToPanel): void {
  switch (message.kind) {
    case "reset":
      return reset(message);
    case "older":
      for (const row of message.rows) entries.addOlder(row);
      if (message.isLast) show();
      else showLater();
      return;
    case "append":
      return append(message.rows);
    case "names":
      names.take(message.names);
      toolbar.show(state, entries, names);
      table.redraw();
      if (!detail.hidden) showDetail(state.selected);
      return;
    case "chain":
      if (message.place.sequence !== state.selected) return;
      chainPlace = message.place;
      showDetail(state.selected);
      return;
    case "coverage":
      coverage.replaceChildren(seenAndNot(message.lines));
      return showEmpty(message.isProtected);
    case "problem":
      problem.textContent = message.text;
      problem.hidden = false;
  }
}

function reset({ rows, total: all }: Extract<ToPanel, { kind: "reset" }>): void {
  entries = new Entries();
  total = all;
  problem.hidden = true;
  for (const row of rows) entries.addOlder(row);
  table = makeTable();
  split.replaceChildren(table.element, detail);
  show();
  if (state.selected !== undefined) table.select(state.selected);
}

function append(rows: readonly ActivityRow[]): void {
  const added = rows.filter((row) => entries.addNewer(row));
  total = Math.max(total, entries.newestSequence);
  show();
  announce(added);
}

/** A burst is told as a number; a screen reader that reads fifty commands is no help. */
function announce(added: readonly ActivityRow[]): void {
  const [first] = added;
  if (first === undefined) return;
  live.textContent = added.length === 1 ? spoken(first, names) : l10n.t("{0} new entries", numberText(added.length));
}

/** One line that can be opened: a panel is often low. */
function seenAndNot(lines: readonly string[]): HTMLElement {
  const isOpen = coverage.querySelector("details")?.open === true;
  const summary = element("summary", {}, l10n.t("Seen and not seen: {0}", lines.join(" ")));
  return element("details", isOpen ? { open: "" } : {}, summary, ...lines.map((line) => element("p", {}, line)));
}

function showEmpty(isProtected: boolean): void {
  const protect = button(
    l10n.t("Protect this workspace"),
    () => editor.postMessage({ kind: "run", command: "protect" }),
    "primary",
  );
  const check = button(l10n.t("Check protection"), () => editor.postMessage({ kind: "run", command: "check" }));
  const how = isProtected
    ? l10n.t(
        "The rules and hooks are in place. What an agent tries appears here as it happens: each tool call that touches a credential or a hidden file, with the verdict.",
      )
    : l10n.t(
        "Protect the workspace first: its hooks then report each tool call that touches a credential or a hidden file.",
      );
  const terminal = l10n.t("Commands in the editor's terminals that use a credential appear here too.");
  empty.replaceChildren(
    element("h2", {}, l10n.t("Nothing happened yet")),
    element("p", {}, how),
    element("p", {}, terminal),
    isProtected ? check : protect,
  );
}

document.addEventListener("keydown", (event) => {
  if (event.key !== "f" || !(event.ctrlKey || event.metaKey)) return;
  event.preventDefault();
  toolbar.focus();
});
detail.addEventListener("keydown", (event) => {
  if (event.key === "Escape") detailEvents.close();
});
window.addEventListener("message", (event: MessageEvent<unknown>) => {
  const message = parseToPanel(event.data);
  if (message !== undefined) receive(message);
});
new ResizeObserver(() => redrawTimeline(state.span)).observe(toolbar.element);

function redrawTimeline(span: Span | undefined): void {
  if (entries.count > 0) timeline.show(entries, matching(entries, state, names), span);
}

// One landmark and one heading: a screen reader's list of places has them, the eye has the panel's own tab.
const main = document.createElement("main");
const heading = document.createElement("h1");
heading.className = "visually-hidden";
heading.textContent = document.title;
main.append(heading, toolbar.element, problem, empty, noMatch, timeline.element, split, coverage, live);
document.body.append(main);
show();
showEmpty(false);
editor.postMessage({ kind: "ready" });
