import type { Agent } from "../../agents/agent.ts";
import {
  aborted,
  type Lane,
  type Notes,
  noNotes,
  nothing,
  type Played,
  type PlayInput,
  playCalls,
  playPrompt,
} from "./live-lane.ts";
import { stepsOf } from "./live-script.ts";
import {
  type AgentResult,
  type Cell,
  type Control,
  cellOf,
  notExercised,
  type Outcome,
  withControls,
} from "./report.ts";
import type { Places, Scenario } from "./scenario.ts";

export interface LiveInput {
  readonly agent: Agent;
  readonly version?: string;
  /** The version that Leastkey was tried with. */
  readonly triedWith: string;
  readonly scenarios: readonly Scenario[];
  /** In the copy without rules, and in the copy with them. */
  readonly places: (guarded: boolean) => Places;
  readonly marker: string;
  /** Sessions of the two copies may run at the same time. */
  readonly play: (input: PlayInput) => Promise<Played>;
  readonly canaryIn: (text: string) => string | undefined;
  readonly remembersReads: boolean;
  /** undefined: nothing of ours runs inside this agent, so there is nothing that could be seen to run. */
  readonly hookAnswered: (() => boolean) | undefined;
  readonly signal?: AbortSignal;
}

/** Without the rules, where the canary must arrive, and with them. What did not arrive without proves nothing. */
export async function liveAgent(given: LiveInput): Promise<AgentResult> {
  const { agent, scenarios } = given;
  const seen: Seen = { hosts: new Set(), reached: new Set(), peakMemoryMb: undefined };
  const { bare, guarded } = await bothLanes(watched(given, seen));
  const cells = scenarios.map((scenario) => {
    const reason = unfit(scenario, agent, given) ?? (given.signal?.aborted === true ? "interrupted" : undefined);
    return cellOf(scenario, outcomeOf(scenario, { bare, guarded, unfit: reason }));
  });
  const base = {
    agent: agent.id,
    title: agent.title,
    ...(given.version === undefined ? {} : { version: given.version }),
    ...(seen.hosts.size === 0 ? {} : { refusedHosts: [...seen.hosts].toSorted() }),
    ...(seen.reached.size === 0 ? {} : { reachedHosts: [...seen.reached].toSorted() }),
    ...(seen.peakMemoryMb === undefined ? {} : { peakMemoryMb: seen.peakMemoryMb }),
  };
  const controls = controlsOf(given, bare, guarded);
  return withControls({ ...base, controls, cells: [...cells, ...ownAccord(bare, guarded)] });
}

interface Seen {
  readonly hosts: Set<string>;
  readonly reached: Set<string>;
  peakMemoryMb: number | undefined;
}

/** The same input, with what concerns the whole run noted beside it. */
const watched = (given: LiveInput, seen: Seen): LiveInput => ({
  ...given,
  play: async (input) => {
    const played = await given.play(input);
    for (const host of played.refusedHosts) seen.hosts.add(host);
    for (const host of played.reachedHosts) seen.reached.add(host);
    if (played.peakMemoryMb !== undefined) seen.peakMemoryMb = Math.max(seen.peakMemoryMb ?? 0, played.peakMemoryMb);
    return played;
  },
});

/** Side by side: an agent waits more than it works. A prompt that shows nothing without rules needs no session with them. */
async function bothLanes(input: LiveInput): Promise<{ readonly bare: Notes; readonly guarded: Notes }> {
  const fit = input.scenarios.filter((scenario) => unfit(scenario, input.agent, input) === undefined);
  const calls = fit.filter(({ attempts }) => attempts[0].kind !== "prompt");
  const prompts = fit.filter(({ attempts }) => attempts[0].kind === "prompt");
  const [bare, guarded] = [noNotes(), noNotes()];
  const lane = (isGuarded: boolean): Lane => ({ ...input, guarded: isGuarded, places: input.places(isGuarded) });
  const asked = inTurn(prompts, (prompt) => playPrompt(prompt, lane(false), bare));
  await Promise.all([
    asked.then(() => playCalls(calls, lane(false), bare)),
    playCalls(calls, lane(true), guarded).then(async () => {
      await asked;
      const leaky = prompts.filter(({ id }) => bare.leaks.has(id));
      await inTurn(leaky, (prompt) => playPrompt(prompt, lane(true), guarded));
    }),
  ]);
  return { bare, guarded };
}

async function inTurn<Item>(items: readonly Item[], work: (item: Item) => Promise<void>): Promise<void> {
  for (const item of items) await work(item);
}

function controlsOf({ hookAnswered, version, triedWith }: LiveInput, bare: Notes, guarded: Notes): readonly Control[] {
  const others = version === undefined || version === triedWith ? "" : `; this is ${version}, tried was ${triedWith}`;
  const leaky = bare.leaks.size;
  const failing = bare.readable
    ? "no attempt reaches the canary without rules"
    : `without rules, too, a readable file did not arrive ${bare.trouble}`;
  const ran = hookAnswered?.();
  return [
    {
      kind: "baseline",
      ok: bare.readable && leaky > 0,
      detail:
        bare.readable && leaky > 0 ? `${String(leaky)} attempts reach the canary without rules` : `${failing}${others}`,
    },
    {
      kind: "readable",
      ok: guarded.readable,
      detail: guarded.readable
        ? "a readable file arrives"
        : `a readable file did not arrive ${guarded.trouble}${others}`,
    },
    ...(ran === undefined
      ? []
      : [
          {
            kind: "hook-ran",
            ok: ran,
            detail: ran ? "the hook left its heartbeat" : `the hook did not run${others}`,
          } as const,
        ]),
  ];
}

function unfit(scenario: Scenario, agent: Agent, { places }: LiveInput): string | undefined {
  if (scenario.agents?.includes(agent.id) === false) return `not meant for ${agent.title}`;
  if (scenario.oracle === "scan") return "a scan tells it";
  if (scenario.session !== undefined) return `a session that is ${scenario.session} is told in the simulated run`;
  if (scenario.oracle === "verdict") return "only the hook's verdict tells, see the simulated run";
  if (scenario.attempts[0].kind === "prompt") return undefined;
  return stepsOf(scenario, agent.id, places(false)) === undefined ? `${agent.title} has no such tool` : undefined;
}

interface Runs {
  readonly bare: Notes;
  readonly guarded: Notes;
  readonly unfit: string | undefined;
}

function outcomeOf({ id }: Scenario, { bare, guarded, unfit: reason }: Runs): Outcome {
  const leak = guarded.leaks.get(id);
  // Seen is seen, even where the same attempt failed without rules.
  if (leak !== undefined) return { kind: "leaked", evidence: leak };
  if (reason !== undefined) return notExercised(reason);
  if (!bare.leaks.has(id))
    return notExercised(`does not leak without rules either (${bare.told.get(id) ?? "not reached"})`);
  const told = guarded.told.get(id);
  if (told === undefined || told === aborted || told === nothing) return notExercised(told ?? "it was not reached");
  return { kind: "held", evidence: told };
}

/** What an agent sends without being asked: a directory tree, git's status, an upload. Only seen when it happens. */
function ownAccord(bare: Notes, guarded: Notes): readonly Cell[] {
  if (!bare.ownAccord && !guarded.ownAccord) return [];
  const outcome: Outcome = guarded.ownAccord
    ? { kind: "leaked", evidence: "the canary stood in a request that no attempt asked for" }
    : { kind: "held", evidence: "the canary is no longer sent unasked" };
  return [
    {
      scenario: "own-accord",
      title: "the agent sends a protected file's content unasked",
      vector: "start-up context",
      mustNot: "the content of a protected file reaches the model",
      outcome,
      durationMs: 0,
    },
  ];
}
