import { button, Chooser, element } from "./dom.ts";
import { type Entries, partsOf } from "./entries.ts";
import { emptyFilter, isEmpty, nobody, timeFilters, verdictFilters } from "./filter.ts";
import { l10n } from "./l10n.ts";
import type { Names } from "./names.ts";
import { environments } from "./protocol.ts";
import type { State } from "./state.ts";
import { entriesText, environmentWords, numberText, timeWords, verdictWords } from "./words.ts";

export interface ToolbarEvents {
  readonly changed: (part: Partial<State>) => void;
  /** The arrow down in the text filter: on to the table. */
  readonly leave: () => void;
}

/** What narrows the table, and how many records that leaves. */
export class Toolbar {
  readonly element: HTMLElement;
  readonly #search = element("vscode-textfield", {
    type: "search",
    placeholder: l10n.t("Filter by text"),
    label: l10n.t("Filter by text"),
  });
  readonly #verdict: Chooser;
  readonly #agent: Chooser;
  readonly #credential: Chooser;
  readonly #environment: Chooser;
  readonly #time: Chooser;
  readonly #grouped = element("vscode-checkbox", { label: l10n.t("By session") });
  readonly #clear: HTMLElement;
  readonly #count = element("span", { class: "count", role: "status" });

  constructor({ changed, leave }: ToolbarEvents) {
    this.#search.addEventListener("input", () => changed({ text: this.#search.value }));
    this.#search.addEventListener("keydown", (event) => {
      if (event.key !== "ArrowDown") return;
      event.preventDefault();
      leave();
    });
    this.#verdict = new Chooser(l10n.t("Filter by verdict"), (value) =>
      changed({ verdict: verdictFilters.find((known) => known === value) ?? "all" }),
    );
    this.#agent = new Chooser(l10n.t("Filter by agent"), (agent) => changed({ agent }));
    this.#credential = new Chooser(l10n.t("Filter by credential"), (credential) => changed({ credential }));
    this.#environment = new Chooser(l10n.t("Filter by environment"), (value) =>
      changed({ environment: environments.find((known) => known === value) ?? "all" }),
    );
    this.#time = new Chooser(l10n.t("Filter by time"), (value) =>
      changed({ time: timeFilters.find((known) => known === value) ?? "all", span: undefined }),
    );
    this.#grouped.addEventListener("change", () => changed({ isGrouped: this.#grouped.checked }));
    this.#clear = button(l10n.t("Clear filters"), () => changed({ ...emptyFilter, span: undefined }));
    const choosers = [this.#verdict, this.#agent, this.#credential, this.#environment, this.#time];
    this.element = element("div", { class: "toolbar", role: "search" }, this.#search);
    this.element.append(...choosers.map((chooser) => chooser.element));
    this.element.append(this.#grouped, this.#clear, this.#count);
  }

  show(state: State, entries: Entries, names: Names): void {
    if (this.#search.value !== state.text) this.#search.value = state.text;
    this.#grouped.checked = state.isGrouped;
    this.#verdict.show(choices(verdictFilters, verdictWords), state.verdict);
    this.#time.show(choices(timeFilters, timeWords), state.time);
    this.#environment.show(choices(["all", ...environments], environmentWords), state.environment);
    const agents = [...new Set([...entries.different("agent"), ...(state.agent === "" ? [] : [state.agent])])];
    const others = agents.filter((agent) => agent !== nobody).toSorted();
    this.#agent.show(
      [
        { value: "", title: l10n.t("Any agent") },
        ...others.map((title) => ({ value: title, title })),
        { value: nobody, title: l10n.t("No agent known") },
      ],
      state.agent,
    );
    const listed = entries.different("credentials").flatMap(partsOf).slice(0, most);
    const credentials = [...new Set([...listed, ...(state.credential === "" ? [] : [state.credential])])];
    const named = credentials.map((id) => ({ value: id, title: names.label(id) }));
    const sorted = named.toSorted((a, b) => (a.title < b.title ? -1 : 1));
    this.#credential.show([{ value: "", title: l10n.t("Any credential") }, ...sorted], state.credential);
    this.#clear.hidden = isEmpty(state) && state.span === undefined;
  }

  /** `all`: on the trail; `held`: those of them that the panel has. */
  tell(shown: number, held: number, all: number): void {
    const entries = entriesText(all);
    const text = shown === all ? entries : l10n.t("{0} of {1}", numberText(shown), entries);
    const here = held < all ? l10n.t(", the newest {0} are here", numberText(held)) : "";
    this.#count.textContent = `${text}${here}`;
  }

  focus(): void {
    this.#search.focus();
  }
}

function choices<T extends string>(all: readonly T[], words: Readonly<Record<T, string>>) {
  return all.map((value) => ({ value, title: words[value] }));
}

/** More would be no list to choose from; the text filter finds the rest. */
const most = 300;
