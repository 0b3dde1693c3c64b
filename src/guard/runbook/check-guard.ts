import { count } from "../../core/count.ts";
import type { AgentCoverage } from "../protect.ts";
import type { Evidence } from "./evidence.ts";
import { day, daysSince, done, type Outcome, open, some, unknown } from "./outcome.ts";

/** A hook that has not answered for this long may be switched off. */
const liveDays = 30;
/** Agents are updated weekly; a proof older than this is of another program. */
const proofDays = 30;
const anchorDays = 7;
const searchDays = 30;

/** Instructions are no hold, and many agents read the same file of them. */
const isWritten = ({ surfaces }: AgentCoverage): boolean =>
  surfaces.some(
    ({ kind, state }) => kind !== "instructions" && (state === "present" || state === "written, never ran"),
  );
const hasHook = ({ surfaces }: AgentCoverage): boolean => surfaces.some(({ kind }) => kind === "hook");
const titles = (agents: readonly AgentCoverage[]): string => some(agents.map(({ title }) => title));

/** Of the agents used here: those whose calls nothing checks. An agent without hooks is held by what hides files. */
export function checkAgents({ agents, drift, index, now }: Evidence): Outcome {
  const used = agents.filter(({ detected }) => detected);
  const asked = used.length > 0 ? used : agents.filter(isWritten);
  if (index.kind !== "found" || !agents.some(isWritten))
    return open(used.length === 0 ? "no agent has been told to stay away" : `nothing holds back ${titles(used)}`);
  if (drift.length > 0)
    return open(
      `${count(drift.length, "file")} of rules not as protection needs them: ${some(drift.map(({ path }) => path))}`,
    );
  const free = asked.filter((agent) => !isWritten(agent));
  if (free.length > 0) return open(`nothing holds back ${titles(free)}`);
  const unheard = asked.filter(
    (agent) =>
      hasHook(agent) &&
      !agent.coverage.includes("sandboxed") &&
      (agent.live === undefined || daysSince(agent.live, now) > liveDays),
  );
  if (unheard.length > 0)
    return open(`the hook of ${titles(unheard)} has not run in the last ${String(liveDays)} days`);
  const hooked = asked.filter(({ coverage }) => coverage.includes("hooked"));
  const others = asked.filter(({ coverage }) => !coverage.includes("hooked"));
  return done(
    [
      ...(hooked.length === 0 ? [] : [`hooked and live: ${titles(hooked)}`]),
      ...(others.length === 0 ? [] : [`without hooks, held by what hides files: ${titles(others)}`]),
    ].join("; "),
  );
}

export function checkBoundaries({ agents, proofs, now }: Evidence): Outcome {
  const hooked = agents.filter((agent) => hasHook(agent) && isWritten(agent));
  if (hooked.length === 0) return open("no agent has a hook here that could be tested");
  const of = (isIt: (agent: AgentCoverage) => boolean): readonly AgentCoverage[] => hooked.filter(isIt);
  const leaking = of(({ id }) => proofs.get(id)?.passed === false);
  if (leaking.length > 0) return open(`boundary tests failed for ${titles(leaking)}`);
  const never = of(({ id }) => !proofs.has(id));
  if (never.length > 0) return open(`boundary tests never ran for ${titles(never)}`);
  const stale = of(({ id }) => proofs.get(id)?.stale === true);
  if (stale.length > 0) return open(`the rules of ${titles(stale)} changed since their boundary tests`);
  const dates = [...proofs].flatMap(([id, { at }]) => (hooked.some((agent) => agent.id === id) ? [at] : [])).toSorted();
  const oldest = dates[0] ?? "";
  if (daysSince(oldest, now) > proofDays) return open(`boundary tests last passed ${day(oldest)}`);
  return done(`boundary tests passed for ${count(hooked.length, "agent")}, the oldest ${day(oldest)}`);
}

export function checkTrail({ trail, now }: Evidence): Outcome {
  const { records, bad, anchored } = trail;
  if (bad !== undefined)
    return open(`record ${String(bad.sequence)} of the trail is not as it was written: ${bad.message}`);
  if (records === 0) return unknown("nothing is recorded yet");
  const whole = `${count(records, "record")}, whole`;
  if (anchored === undefined) return open(`${whole}; its head was never kept outside this machine`);
  const since = records - anchored.sequence;
  if (since > 0 && daysSince(anchored.time, now) > anchorDays)
    return open(`${whole}; ${String(since)} of them since its head was last kept outside, ${day(anchored.time)}`);
  return done(`${whole}; head kept outside ${day(anchored.time)} at record ${String(anchored.sequence)}`);
}

export function checkSearched({ search, now }: Evidence): Outcome {
  if (search === undefined) return open("nobody has looked into what agents recorded on this machine");
  if (daysSince(search.at, now) > searchDays) return open(`last looked ${day(search.at)}`);
  return done(`looked ${day(search.at)}; ${count(search.exposures.length, "credential")} found so far`);
}
