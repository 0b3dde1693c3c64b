import { button, element, link } from "./dom.ts";
import { explanationOf } from "./explain.ts";
import type { Names } from "./names.ts";
import type { ActivityRow, ChainPlace, RuleVerdict } from "./protocol.ts";
import { type Related, relationWords } from "./related.ts";
import { environmentWords, shortPath, whatOf, whoWords } from "./words.ts";

export interface DetailEvents {
  readonly open: (sequence: number, path: number) => void;
  readonly credential: (sequence: number, credential: number) => void;
  readonly copy: (sequence: number) => void;
  readonly rule: (sequence: number, verdict: RuleVerdict) => void;
  readonly go: (sequence: number) => void;
  readonly close: () => void;
}

export interface DetailFacts {
  readonly row: ActivityRow;
  readonly names: Names;
  /** undefined: the extension has not told it yet. */
  readonly place: ChainPlace | undefined;
  /** Whether the explanation was opened before. */
  readonly isExplained: boolean;
  readonly related: readonly (Related & { readonly row: ActivityRow })[];
}

type Fact = readonly [label: string, value: string | HTMLElement];

/** Everything about one record, as text, in the order of five questions: who, which credential, how, what, when. */
export function detailOf(facts: DetailFacts, events: DetailEvents): HTMLElement {
  const { row, isExplained } = facts;
  const heading = element("h2", { id: "detail-heading" }, `Record ${String(row.sequence)}: ${row.outcome}`);
  const close = button("Close", events.close);
  const explain = element("section", { class: "explain", "aria-live": "polite" });
  explain.hidden = !isExplained;
  explain.append(...explanationOf(row).map((sentence) => element("p", {}, sentence)));
  const asks = button("Explain", () => {
    explain.hidden = !explain.hidden;
    asks.setAttribute("aria-expanded", String(!explain.hidden));
  });
  asks.setAttribute("aria-expanded", String(isExplained));
  const copy = button("Copy without values", () => events.copy(row.sequence));
  const actions = element("div", { class: "actions" }, asks, copy, ...ruleButton(row, events));
  return element(
    "div",
    { class: "detail-body", "aria-labelledby": "detail-heading" },
    element("header", {}, heading, close),
    actions,
    explain,
    factList(questions(facts, events)),
    ...relatedList(facts, events),
    element("h3", {}, "Place in the chain"),
    factList(chainFacts(facts.place)),
  );
}

/** Only what an agent's hook stands in front of can be answered once and for all. */
function ruleButton({ action, outcome, agent, sequence }: ActivityRow, { rule }: DetailEvents): readonly HTMLElement[] {
  if (action !== "tool.call" || agent === "" || outcome === "unknown") return [];
  const verdict: RuleVerdict = outcome === "denied" || outcome === "asked" ? "allow" : "deny";
  const title = verdict === "allow" ? "Allow from now on..." : "Deny from now on...";
  return [button(title, () => rule(sequence, verdict))];
}

function factList(facts: readonly Fact[]): HTMLElement {
  const list = element("dl");
  for (const [label, value] of facts) {
    if (value !== "") list.append(element("dt", {}, label), element("dd", {}, value));
  }
  return list;
}

function questions({ row, names }: DetailFacts, events: DetailEvents): readonly Fact[] {
  const isCut = row.isUncertain ? "the shell may have reported only a part of this command" : "";
  return [
    ["Who", whoWords(row)],
    ["Session", row.session],
    ["Credential", credentialsOf(row, names, events)],
    ["Tool", row.action === "tool.call" ? row.tool : whatOf({ ...row, command: "" })],
    ["Arguments", row.command],
    ["Certainty", isCut],
    ["Files", filesOf(row, events)],
    ["Verdict", [row.outcome, row.rule].filter((part) => part !== "").join(", by the rule ")],
    ["Reason", row.reason],
    ["Folder", row.cwd],
    ["When", new Date(row.time).toLocaleString()],
    ["Took", row.durationMs === undefined ? "" : durationOf(row)],
    ["Exit code", row.exitCode === undefined ? "" : String(row.exitCode)],
  ];
}

function credentialsOf(row: ActivityRow, names: Names, { credential }: DetailEvents): HTMLElement | string {
  if (row.credentials.length === 0) return "none by itself; see what the files hold";
  const cell = element("div");
  row.credentials.forEach((id, index) => {
    const environment = names.environment(id);
    const scope = environment === "unknown" ? "" : ` (${environmentWords[environment].toLowerCase()})`;
    const label = names.label(id);
    const text = label.includes(environment) ? label : `${label}${scope}`;
    cell.append(link(text, () => credential(row.sequence, index)));
  });
  return cell;
}

function filesOf(row: ActivityRow, { open }: DetailEvents): HTMLElement | string {
  if (row.paths.length === 0) return "";
  const cell = element("div");
  row.paths.forEach((path, index) => {
    cell.append(link(shortPath(path, row.cwd), () => open(row.sequence, index)));
  });
  return cell;
}

/** A hook's time is the time it took to judge; a terminal's is the command's own. */
function durationOf({ durationMs = 0, action }: ActivityRow): string {
  const text = durationMs < 1000 ? `${String(Math.round(durationMs))} ms` : `${(durationMs / 1000).toFixed(1)} s`;
  return action === "tool.call" ? `${text} to judge` : text;
}

function relatedList({ related, names }: DetailFacts, { go }: DetailEvents): readonly HTMLElement[] {
  if (related.length === 0) return [];
  const items = related.map(({ row, relation, by }) => {
    const shown = names.label(by) === by ? shortPath(by, row.cwd) : names.label(by);
    const there = link(`${String(row.sequence)} · ${row.outcome} · ${whatOf(row).slice(0, 120)}`, () =>
      go(row.sequence),
    );
    const how = by === "" ? relationWords[relation] : `${relationWords[relation]}: ${shown}`;
    return element("li", {}, there, element("span", { class: "relation" }, how));
  });
  return [element("h3", {}, "Related entries"), element("ul", { class: "related" }, ...items)];
}

function chainFacts(place: ChainPlace | undefined): readonly Fact[] {
  if (place === undefined) return [["Record", "being looked up"]];
  const { sequence, hash, previous, signedUpTo, anchoredUpTo, anchoredAt } = place;
  const signed = signedUpTo >= sequence ? "covered by a signed checkpoint" : "not yet covered by a signed checkpoint";
  const kept = `kept outside up to record ${String(anchoredUpTo)}, last on ${new Date(anchoredAt).toLocaleString()}`;
  const never = "no fingerprint is kept off this machine: a cut-off end would show only from the last checkpoint on";
  return [
    ["Record", `${String(sequence)}, ${signed}`],
    ["Fingerprint", hash],
    ["Before it", previous === "" ? "nothing: the chain begins here" : previous],
    ["Last anchored", anchoredUpTo === 0 ? never : kept],
  ];
}
