import { emptyFilter, type Filter, type Span, timeFilters, verdictFilters } from "./filter.ts";
import { environments, fieldsOf, isNumber, isTexts } from "./protocol.ts";

/** What the panel keeps while it is hidden or the window is reloaded. It holds what a person chose, and no record. */
export interface State extends Filter {
  readonly span: Span | undefined;
  readonly selected: number | undefined; // sequence
  readonly isGrouped: boolean;
  readonly folded: readonly string[]; // keys of groups
}

/** Whatever an older version or somebody else left there: what is not understood is as at first. */
export function parseState(saved: unknown): State {
  const fields = fieldsOf(saved) ?? {};
  const { text, agent, credential, environment, selected, folded } = fields;
  return {
    text: typeof text === "string" ? text : "",
    agent: typeof agent === "string" ? agent : "",
    credential: typeof credential === "string" ? credential : "",
    verdict: verdictFilters.find((known) => known === fields["verdict"]) ?? emptyFilter.verdict,
    environment: environments.find((known) => known === environment) ?? emptyFilter.environment,
    time: timeFilters.find((known) => known === fields["time"]) ?? emptyFilter.time,
    span: spanOf(fields["span"]),
    selected: isNumber(selected) ? selected : undefined,
    isGrouped: fields["isGrouped"] === true,
    folded: isTexts(folded) ? folded.slice(-200) : [],
  };
}

function spanOf(value: unknown): Span | undefined {
  const { from, to } = fieldsOf(value) ?? {};
  return isNumber(from) && isNumber(to) && from < to ? { from, to } : undefined;
}
