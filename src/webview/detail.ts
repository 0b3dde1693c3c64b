import { button, element, link } from "./dom.ts";
import { explanationOf } from "./explain.ts";
import { l10n, language } from "./l10n.ts";
import type { Names } from "./names.ts";
import type { ActivityRow, ChainPlace, RuleVerdict } from "./protocol.ts";
import { type Related, relationWords } from "./related.ts";
import { environmentWords, numberText, outcomeWords, shortPath, whatOf, whoWords } from "./words.ts";

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
  const heading = element(
    "h2",
    { id: "detail-heading" },
    l10n.t("Record {0}: {1}", row.sequence, outcomeWords[row.outcome]),
  );
  const close = button(l10n.t("Close"), events.close);
  const explain = element("section", { class: "explain", "aria-live": "polite" });
  explain.hidden = !isExplained;
  explain.append(...explanationOf(row).map((sentence) => element("p", {}, sentence)));
  const asks = button(l10n.t("Explain"), () => {
    explain.hidden = !explain.hidden;
    asks.setAttribute("aria-expanded", String(!explain.hidden));
  });
  asks.setAttribute("aria-expanded", String(isExplained));
  const copy = button(l10n.t("Copy without values"), () => events.copy(row.sequence));
  const actions = element("div", { class: "actions" }, asks, copy, ...ruleButton(row, events));
  return element(
    "div",
    { class: "detail-body", "aria-labelledby": "detail-heading" },
    element("header", {}, heading, close),
    actions,
    explain,
    factList(questions(facts, events)),
    ...relatedList(facts, events),
    element("h3", {}, l10n.t("Place in the chain")),
    factList(chainFacts(facts.place)),
  );
}

/** Only what an agent's hook stands in front of can be answered once and for all. */
function ruleButton({ action, outcome, agent, sequence }: ActivityRow, { rule }: DetailEvents): readonly HTMLElement[] {
  if (action !== "tool.call" || agent === "" || outcome === "unknown") return [];
  const verdict: RuleVerdict = outcome === "denied" || outcome === "asked" ? "allow" : "deny";
  const title = verdict === "allow" ? l10n.t("Allow from now on...") : l10n.t("Deny from now on...");
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
  const isCut = row.isUncertain ? l10n.t("the shell may have reported only a part of this command") : "";
  return [
    [l10n.t("Who"), whoWords(row)],
    [l10n.t("Session"), row.session],
    [l10n.t("Credential"), credentialsOf(row, names, events)],
    [l10n.t("Tool"), row.action === "tool.call" ? row.tool : whatOf({ ...row, command: "" })],
    [l10n.t("Arguments"), argumentsOf(row.command)],
    [l10n.t("Certainty"), isCut],
    [l10n.t("Files"), filesOf(row, events)],
    [
      l10n.t("Verdict"),
      row.rule === "" ? outcomeWords[row.outcome] : l10n.t("{0}, by the rule {1}", outcomeWords[row.outcome], row.rule),
    ],
    [l10n.t("Reason"), row.reason],
    [l10n.t("Folder"), row.cwd],
    [l10n.t("When"), new Date(row.time).toLocaleString(language)],
    [l10n.t("Took"), row.durationMs === undefined ? "" : durationOf(row)],
    [l10n.t("Exit code"), row.exitCode === undefined ? "" : String(row.exitCode)],
  ];
}

/** The trail cuts what is longer; what came by another way must not hold the panel up for seconds. */
const longest = 10_000;

const argumentsOf = (command: string): string =>
  command.length <= longest
    ? command
    : l10n.t("{0} ... ({1} more characters)", command.slice(0, longest), numberText(command.length - longest));

function credentialsOf(row: ActivityRow, names: Names, { credential }: DetailEvents): HTMLElement | string {
  if (row.credentials.length === 0) return l10n.t("none by itself; see what the files hold");
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
  return action === "tool.call" ? l10n.t("{0} to judge", text) : text;
}

function relatedList({ related, names }: DetailFacts, { go }: DetailEvents): readonly HTMLElement[] {
  if (related.length === 0) return [];
  const items = related.map(({ row, relation, by }) => {
    const shown = names.label(by) === by ? shortPath(by, row.cwd) : names.label(by);
    const there = link(`${String(row.sequence)} · ${outcomeWords[row.outcome]} · ${whatOf(row).slice(0, 120)}`, () =>
      go(row.sequence),
    );
    const how = by === "" ? relationWords[relation] : `${relationWords[relation]}: ${shown}`;
    return element("li", {}, there, element("span", { class: "relation" }, how));
  });
  return [element("h3", {}, l10n.t("Related entries")), element("ul", { class: "related" }, ...items)];
}

function chainFacts(place: ChainPlace | undefined): readonly Fact[] {
  if (place === undefined) return [[l10n.t("Record"), l10n.t("being looked up")]];
  const { sequence, hash, previous, signedUpTo, anchoredUpTo, anchoredAt } = place;
  const signed =
    signedUpTo >= sequence
      ? l10n.t("covered by a signed checkpoint")
      : l10n.t("not yet covered by a signed checkpoint");
  const kept = l10n.t(
    "kept outside up to record {0}, last on {1}",
    anchoredUpTo,
    new Date(anchoredAt).toLocaleString(language),
  );
  const never = l10n.t(
    "no fingerprint is kept off this machine: a cut-off end would show only from the last checkpoint on",
  );
  return [
    [l10n.t("Record"), `${String(sequence)}, ${signed}`],
    [l10n.t("Fingerprint"), hash],
    [l10n.t("Before it"), previous === "" ? l10n.t("nothing: the chain begins here") : previous],
    [l10n.t("Last anchored"), anchoredUpTo === 0 ? never : kept],
  ];
}
