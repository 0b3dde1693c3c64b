import { detailOf } from "./detail.ts";
import { button, element } from "./dom.ts";
import { type ActivityRow, type FromPanel, parseToPanel, type ToPanel } from "./protocol.ts";
import { type Filter, filtered, spoken, verdictFilters, verdictWords } from "./rows.ts";
import { ActivityTable } from "./table.ts";

interface EditorApi {
  postMessage(message: FromPanel): void;
  getState(): unknown;
  setState(state: unknown): void;
}
declare function acquireVsCodeApi(): EditorApi;

interface State extends Filter {
  readonly selected: number | undefined;
}

/** As many rows as are kept; older ones stay on the trail. */
const keptRows = 10_000;

const editor = acquireVsCodeApi();
let state = parseState(editor.getState());
let rows: readonly ActivityRow[] = []; // newest first
let older = 0;

const search = element("input", { type: "search", placeholder: "Filter by text", "aria-label": "Filter by text" });
const verdict = element("select", { "aria-label": "Filter by verdict" });
verdict.append(...verdictFilters.map((id) => element("option", { value: id }, verdictWords[id])));
const counted = element("span", { class: "count", role: "status" });
const problem = element("p", { class: "problem", role: "alert", hidden: "" });
const empty = element("section", { class: "empty", hidden: "" });
const noMatch = element("p", { class: "empty", hidden: "" }, "No entry matches the filter.");
const detail = element("aside", { "aria-label": "The selected record", hidden: "" });
const coverage = element("footer", { "aria-label": "What is seen and what is not" });
const live = element("div", { class: "visually-hidden", "aria-live": "polite" });
const table = new ActivityTable({ selected: showDetail, activated: focusDetail });

function change(part: Partial<State>): void {
  state = { ...state, ...part };
  editor.setState(state);
}

function parseState(saved: unknown): State {
  const fields: Readonly<Record<string, unknown>> = typeof saved === "object" && saved !== null ? { ...saved } : {};
  const { text, selected } = fields;
  return {
    text: typeof text === "string" ? text : "",
    verdict: verdictFilters.find((known) => known === fields["verdict"]) ?? "all",
    selected: typeof selected === "number" ? selected : undefined,
  };
}

function show(): void {
  const shown = filtered(rows, state);
  table.show(shown);
  const all = rows.length + older;
  const entries = `${String(all)} ${all === 1 ? "entry" : "entries"}`;
  counted.textContent = shown.length === all ? entries : `${String(shown.length)} of ${entries}`;
  empty.hidden = rows.length > 0;
  noMatch.hidden = rows.length === 0 || shown.length > 0;
  table.element.hidden = shown.length === 0;
}

function showDetail(row: ActivityRow | undefined): void {
  change({ selected: row?.sequence });
  detail.hidden = row === undefined;
  if (row === undefined) {
    detail.replaceChildren();
    return;
  }
  const events = {
    open: (sequence: number, path: number) => editor.postMessage({ kind: "open", sequence, path }),
    copy: (sequence: number) => editor.postMessage({ kind: "copy", sequence }),
    close: () => {
      table.select(undefined);
      table.focus();
    },
  };
  detail.replaceChildren(detailOf(row, events));
}

function focusDetail(): void {
  detail.querySelector("button")?.focus();
}

function receive(message: ToPanel): void {
  switch (message.kind) {
    case "reset":
      rows = message.rows.toReversed();
      older = message.older;
      problem.hidden = true;
      show();
      if (state.selected !== undefined) table.select(state.selected);
      return;
    case "append": {
      const all = [...message.rows.toReversed(), ...rows];
      older += Math.max(0, all.length - keptRows);
      rows = all.slice(0, keptRows);
      show();
      announce(message.rows);
      return;
    }
    case "coverage":
      coverage.replaceChildren(...message.lines.map((line) => element("p", {}, line)));
      showEmpty(message.isProtected);
      return;
    case "problem":
      problem.textContent = message.text;
      problem.hidden = false;
      return;
  }
}

/** A burst is told as a number; a screen reader that reads fifty commands is no help. */
function announce(added: readonly ActivityRow[]): void {
  const [first] = added;
  if (first === undefined) return;
  live.textContent = added.length === 1 ? spoken(first) : `${String(added.length)} new entries`;
}

function showEmpty(isProtected: boolean): void {
  const protect = button("Protect this workspace", () => editor.postMessage({ kind: "run", command: "protect" }));
  const check = button("Check protection", () => editor.postMessage({ kind: "run", command: "check" }));
  const how = isProtected
    ? "The rules and hooks are in place. What an agent tries appears here as it happens: each tool call that touches a credential or a hidden file, with the verdict."
    : "Protect the workspace first: its hooks then report each tool call that touches a credential or a hidden file.";
  const terminal = "Commands in the editor's terminals that use a credential appear here too.";
  empty.replaceChildren(
    element("h2", {}, "Nothing happened yet"),
    element("p", {}, how),
    element("p", {}, terminal),
    isProtected ? check : protect,
  );
}

search.value = state.text;
verdict.value = state.verdict;
search.addEventListener("input", () => {
  change({ text: search.value });
  show();
});
search.addEventListener("keydown", (event) => {
  if (event.key !== "ArrowDown") return;
  event.preventDefault();
  table.focus();
});
verdict.addEventListener("change", () => {
  change({ verdict: verdictFilters.find((known) => known === verdict.value) ?? "all" });
  show();
});
window.addEventListener("message", (event: MessageEvent<unknown>) => {
  const message = parseToPanel(event.data);
  if (message !== undefined) receive(message);
});

const toolbar = element("div", { class: "toolbar", role: "search" }, search, verdict, counted);
const split = element("div", { class: "split" }, table.element, detail);
document.body.append(toolbar, problem, empty, noMatch, split, coverage, live);
show();
showEmpty(false);
editor.postMessage({ kind: "ready" });
