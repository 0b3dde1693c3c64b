import type { Agent } from "../../agents/agent.ts";
import type { Files } from "../../core/ports.ts";
import { type Answer, type Ended, readAnswer } from "./answer.ts";
import { askAlone, askHooks, type Question, type RunHook } from "./ask-hooks.ts";
import { configuredHooks } from "./configured-hooks.ts";
import {
  type AgentResult,
  type Cell,
  type Control,
  cellOf,
  notExercised,
  type Outcome,
  withControls,
} from "./report.ts";
import { type Attempt, fillAttempt, type Places, type Scenario, type SessionName } from "./scenario.ts";
import { type Call, callOfAttempt, type Setting, type Voice } from "./voice.ts";
import { voiceOf } from "./voices.ts";

export interface SimulateInput {
  readonly agent: Agent;
  readonly scenarios: readonly Scenario[];
  readonly places: Places;
  /** The root of the copy, whose settings are read. */
  readonly root: string;
  readonly files: Files;
  readonly run: RunHook;
  /** Whether a hook of this agent answered since the copy was made. */
  readonly hookAnswered: () => boolean;
  readonly hasGit: boolean;
  /** What the copy's sessions are from now on; undefined: what the workspace's own are. */
  readonly enterSession: (session: SessionName | undefined) => void;
  readonly signal?: AbortSignal;
}

/** Every scenario as this agent's payloads, through the hooks that its settings name. */
export async function simulateAgent(input: SimulateInput): Promise<AgentResult> {
  const { agent } = input;
  const voice = voiceOf(agent.id);
  const base = { agent: agent.id, title: agent.title };
  if (voice === undefined) {
    const cells = input.scenarios.map((scenario) => cellOf(scenario, notExercised("its payloads are not recorded")));
    return { ...base, controls: [], cells };
  }
  const world: World = { ...input, voice, counter: { next: 0 } };
  const readable = await openControl(world);
  const tries = await tryAll(input.scenarios, world);
  const alone = await aloneControl(tries, world);
  const redacted = await redactions(tries, world);
  const cells = tries.map((one): Cell => {
    if (one.unfit !== undefined) return cellOf(one.scenario, notExercised(one.unfit));
    const spent = one.tried.reduce((sum, { durationMs }) => sum + durationMs, 0);
    return cellOf(one.scenario, outcomeOf(one, world, redacted.get(one.scenario.id)), spent);
  });
  const ran = input.hookAnswered();
  return withControls({
    ...base,
    controls: [
      readable,
      { kind: "hook-ran", ok: ran, detail: ran ? "the hook left its heartbeat" : "no hook of Leastkey answered" },
      ...alone,
    ],
    cells,
  });
}

interface World extends SimulateInput {
  readonly voice: Voice;
  readonly counter: { next: number };
}

/** One attempt with its answer, and what was asked where somebody was. */
interface Tried {
  readonly kind: Answer["kind"] | "no-tool" | "no-hook";
  readonly why: string;
  readonly durationMs: number;
  readonly call?: Call;
  readonly question?: Question;
}

interface Try {
  readonly scenario: Scenario;
  readonly unfit: string | undefined;
  readonly tried: readonly Tried[];
}

/** A readable file must be allowed, or "held" says nothing. */
async function openControl(world: World): Promise<Control> {
  const { open } = world.places;
  const attempts: readonly Attempt[] = [
    { kind: "read", path: `${world.root}/${open}` },
    { kind: "shell", command: `cat ${open}` },
  ];
  const answers = await Promise.all(
    attempts.map(async (attempt) => {
      const asked = prepare(attempt, world);
      return asked.question === undefined ? asked : answered(asked, await askAlone(asked.question, world.run), world);
    }),
  );
  const refused = answers.find((one) => one.kind !== "no-tool" && one.kind !== "allow" && one.kind !== "no-hook");
  const detail =
    refused === undefined ? "a readable file is allowed" : `a readable file is not allowed: ${refused.why}`;
  return { kind: "readable", ok: refused === undefined, detail };
}

async function tryAll(scenarios: readonly Scenario[], world: World): Promise<readonly Try[]> {
  const prepared = scenarios.map((scenario): Try => {
    const reason = world.signal?.aborted === true ? "interrupted" : unfit(scenario, world);
    const attempts = reason === undefined ? scenario.attempts : [];
    return {
      scenario,
      unfit: reason,
      tried: attempts.map((attempt) => prepare(fillAttempt(attempt, world.places), world)),
    };
  });
  const ends = new Map<Question, Ended>();
  for (const session of new Set(scenarios.map((one) => one.session))) {
    const mine = prepared.filter(({ scenario }) => scenario.session === session);
    const questions = mine.flatMap(({ tried }) => tried.flatMap(({ question }) => question ?? []));
    world.enterSession(session);
    for (const [question, end] of zip(questions, await askHooks(questions, world.run))) ends.set(question, end);
  }
  world.enterSession(undefined);
  return prepared.map((one) => ({
    ...one,
    tried: one.tried.map((asked) => {
      const end = asked.question === undefined ? undefined : ends.get(asked.question);
      return end === undefined ? asked : answered(asked, end, world);
    }),
  }));
}

/** How a call goes to its hook; without a question where there is no such tool or no hook. */
function prepare(attempt: Attempt, world: World): Tried {
  const { voice, agent, root, files } = world;
  const setting: Setting = { root, session: `boundary-${agent.id}`, number: world.counter.next++ };
  const event = voice.event(attempt.kind);
  const call = attempt.kind === "prompt" ? undefined : callOfAttempt(voice.tools, attempt);
  const payload =
    attempt.kind === "prompt"
      ? voice.prompt?.(attempt.text, setting)
      : call === undefined
        ? undefined
        : voice.payload(call, setting, event);
  if (payload === undefined) return { kind: "no-tool", why: "", durationMs: 0 };
  const tool = call?.[0];
  const [hook] = configuredHooks({ agent, event, ...(tool === undefined ? {} : { tool }) }, root, files);
  if (hook === undefined) return { kind: "no-hook", why: `no hook of Leastkey is set for ${event}`, durationMs: 0 };
  const question: Question = { agent: agent.id, root, hook, event, payload };
  return { kind: "broken", why: "it was not asked", durationMs: 0, question, ...(call === undefined ? {} : { call }) };
}

const answered = (asked: Tried, ended: Ended, { voice }: World): Tried => ({
  ...asked,
  ...readAnswer(voice.reads, ended),
  durationMs: ended.durationMs,
});

/** So many of the answers that came together are asked for again, each in a process of its own. */
const askedAgain = 2;

/** What a batch says must be what the agent's own way of asking gets: one call, one process. */
async function aloneControl(tries: readonly Try[], world: World): Promise<readonly Control[]> {
  const { run } = world;
  const here = tries.filter(({ scenario }) => scenario.session === undefined);
  const all = here.flatMap(({ tried }) => tried.flatMap((one) => (one.question === undefined ? [] : [one])));
  const sample = all
    .filter(({ kind }) => kind === "deny")
    .filter((_, at, { length }) => at % Math.ceil(length / askedAgain) === 0);
  if (sample.length === 0) return [];
  const again = await Promise.all(
    sample.map(async (one) =>
      one.question === undefined ? one : answered(one, await askAlone(one.question, run), world),
    ),
  );
  const at = again.findIndex(({ kind }, index) => kind !== sample[index]?.kind);
  const detail =
    at < 0
      ? "calls alone are answered as those together"
      : `alone, a refused call is answered with "${again[at]?.kind ?? ""}"`;
  return [{ kind: "one-by-one", ok: at < 0, detail }];
}

function unfit(scenario: Scenario, { agent, hasGit, voice }: World): string | undefined {
  if (scenario.agents?.includes(agent.id) === false) return `not meant for ${agent.title}`;
  if (scenario.oracle === "scan") return "a scan tells it";
  const texts = JSON.stringify(scenario.attempts);
  if (!hasGit && /\bgit |\{worktree\}/.test(texts)) return "git is not installed";
  if (scenario.attempts[0].kind === "prompt" && voice.prompt === undefined)
    return `${agent.title} has no hook for prompts`;
  return undefined;
}

/** In order: refusing any attempt breaks the chain; a tool that is missing ends it. */
function outcomeOf({ scenario, tried }: Try, { agent, voice }: World, redacted: Outcome | undefined): Outcome {
  for (const one of tried) {
    if (one.kind === "no-tool") return notExercised(`${agent.title} has no such tool`);
    const refused = refusedBy(one, scenario, voice);
    if (refused !== undefined) return refused;
  }
  return redacted ?? { kind: "leaked", evidence: leakOf(tried.at(-1)) };
}

function refusedBy({ kind, why }: Tried, scenario: Scenario, voice: Voice): Outcome | undefined {
  if (kind === "deny") return { kind: "held", evidence: `refused: ${why}` };
  // Codex runs the command on "ask" (seen with 0.169.0).
  const asks = kind === "ask" && voice.agent !== "codex" && scenario.heldBy === "ask";
  return asks ? { kind: "held", evidence: `a human is asked: ${why}` } : undefined;
}

function leakOf(last: Tried | undefined): string {
  if (last?.kind === "no-hook") return last.why;
  if (last?.kind === "broken") return `${last.why}, and the agent then runs the call`;
  if (last?.kind === "ask") return "only a question stands before it";
  return "the hook let the call pass";
}

/** A value that came in plain and is sent on by the agent itself can still be taken out of the result. */
async function redactions(tries: readonly Try[], world: World): Promise<ReadonlyMap<string, Outcome>> {
  const { places, run, voice } = world;
  const passed = tries.filter(
    ({ scenario, tried }) =>
      tried.length > 0 &&
      scenario.oracle === "canary" &&
      scenario.vector !== "encoded" &&
      !JSON.stringify(scenario.attempts).includes("{server}") &&
      tried.every((one) => one.kind !== "no-tool" && refusedBy(one, scenario, voice) === undefined),
  );
  const asked = passed.flatMap(({ scenario, tried }) => {
    const question = afterwards(tried.at(-1), world);
    return question === undefined ? [] : [{ id: scenario.id, question }];
  });
  const ends = await askHooks(
    asked.map(({ question }) => question),
    run,
  );
  const outs = asked.flatMap(({ id }, at): readonly (readonly [string, Outcome])[] => {
    const { code, stdout } = ends[at] ?? { code: 0, stdout: "" };
    const isOut = code !== 0 || (stdout.trim() !== "" && !stdout.includes(places.value));
    return isOut ? [[id, { kind: "held", evidence: "the value is taken out of the result" }]] : [];
  });
  return new Map(outs);
}

/** The event after a call that was let through, with the canary in its result. */
function afterwards(last: Tried | undefined, world: World): Question | undefined {
  const { voice, agent, root, files, places } = world;
  const { after } = voice;
  if (after === undefined || last?.call === undefined || last.kind === "no-hook") return undefined;
  const [hook] = configuredHooks({ agent, event: after.event, tool: last.call[0] }, root, files);
  if (hook === undefined) return undefined;
  const setting: Setting = { root, session: `boundary-${agent.id}`, number: world.counter.next++ };
  const payload = after.payload(last.call, setting, `${places.variable}=${places.value}`);
  return { agent: agent.id, root, hook, event: after.event, payload };
}

const zip = <A, B>(as: readonly A[], bs: readonly B[]): readonly (readonly [A, B])[] =>
  as.flatMap((a, at) => {
    const b = bs[at];
    return b === undefined ? [] : [[a, b] as const];
  });
