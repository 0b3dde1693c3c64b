import type { Agent } from "../../agents/agent.ts";
import type { Files } from "../../core/ports.ts";
import { type Answer, type Ended, readAnswer } from "./answer.ts";
import { type ConfiguredHook, configuredHooks } from "./configured-hooks.ts";
import { type AgentResult, type Cell, type Outcome, withControls } from "./report.ts";
import { type Attempt, fillAttempt, type Places, type Scenario } from "./scenario.ts";
import { type Call, callOfAttempt, type Setting, type Voice } from "./voice.ts";
import { voiceOf } from "./voices.ts";

/** Runs one configured hook with a payload, as the agent would. */
export type RunHook = (hook: ConfiguredHook, payload: string, event: string) => Promise<Ended>;

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
  readonly signal?: AbortSignal;
}

/** As many hooks at a time: more than agents run, fewer than would slow each other down on two cores. */
const together = 2;

/** Every scenario as this agent's payloads, through the hooks that its settings name. */
export async function simulateAgent(input: SimulateInput): Promise<AgentResult> {
  const { agent } = input;
  const voice = voiceOf(agent.id);
  const base = { agent: agent.id, title: agent.title };
  if (voice === undefined) {
    const cells = input.scenarios.map((scenario) => cellOf(scenario, notExercised("its payloads are not recorded"), 0));
    return { ...base, controls: [], cells };
  }
  const world: World = { ...input, voice, counter: { next: 0 } };
  const readable = await control(world);
  const cells = await inParallel(input.scenarios, (scenario) => cell(scenario, world));
  const ran = input.hookAnswered();
  return withControls({
    ...base,
    controls: [
      readable,
      { kind: "hook-ran", ok: ran, detail: ran ? "the hook left its heartbeat" : "no hook of Leastkey answered" },
    ],
    cells,
  });
}

interface World extends SimulateInput {
  readonly voice: Voice;
  readonly counter: { next: number };
}

const notExercised = (reason: string): Outcome => ({ kind: "not-exercised", reason });

function cellOf(scenario: Scenario, outcome: Outcome, durationMs: number): Cell {
  const { id, title, vector, mustNot, source } = scenario;
  return { scenario: id, title, vector, mustNot, outcome, durationMs, ...(source === undefined ? {} : { source }) };
}

/** A readable file must be allowed, or "held" says nothing. */
async function control(world: World): Promise<AgentResult["controls"][number]> {
  const { open } = world.places;
  const attempts: readonly Attempt[] = [
    { kind: "read", path: `${world.root}/${open}` },
    { kind: "shell", command: `cat ${open}` },
  ];
  const answers = await Promise.all(attempts.map((attempt) => tryAttempt(attempt, world)));
  const refused = answers.find((one) => one.kind !== "no-tool" && one.kind !== "allow" && one.kind !== "no-hook");
  const detail =
    refused === undefined ? "a readable file is allowed" : `a readable file is not allowed: ${refused.why}`;
  return { kind: "readable", ok: refused === undefined, detail };
}

async function cell(scenario: Scenario, world: World): Promise<Cell> {
  const reason = world.signal?.aborted === true ? "interrupted" : unfit(scenario, world);
  if (reason !== undefined) return cellOf(scenario, notExercised(reason), 0);
  let spent = 0;
  let last: Tried | undefined;
  for (const attempt of scenario.attempts) {
    last = await tryAttempt(fillAttempt(attempt, world.places), world);
    spent += last.durationMs;
    if (last.kind === "no-tool") return cellOf(scenario, notExercised(`${world.agent.title} has no such tool`), spent);
    const outcome = refusedBy(last, scenario, world.voice);
    if (outcome !== undefined) return cellOf(scenario, outcome, spent);
  }
  const redacted = last === undefined ? undefined : await redaction(scenario, last, world);
  return cellOf(scenario, redacted ?? { kind: "leaked", evidence: leakOf(last) }, spent);
}

function unfit(scenario: Scenario, { agent, hasGit, voice }: World): string | undefined {
  if (scenario.agents?.includes(agent.id) === false) return `not meant for ${agent.title}`;
  const texts = JSON.stringify(scenario.attempts);
  if (!hasGit && /\bgit |\{worktree\}/.test(texts)) return "git is not installed";
  if (scenario.attempts[0].kind === "prompt" && voice.prompt === undefined)
    return `${agent.title} has no hook for prompts`;
  return undefined;
}

interface Tried {
  readonly kind: Answer["kind"] | "no-tool" | "no-hook";
  readonly why: string;
  readonly durationMs: number;
  readonly call?: Call;
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

async function tryAttempt(attempt: Attempt, world: World): Promise<Tried> {
  const { voice, agent, root, files, run } = world;
  const number = world.counter.next++;
  const setting: Setting = { root, session: `boundary-${agent.id}`, number };
  const event = voice.event(attempt.kind);
  const call = callOfAttempt(voice.tools, attempt);
  const payload =
    attempt.kind === "prompt"
      ? voice.prompt?.(attempt.text, setting)
      : call === undefined
        ? undefined
        : voice.payload(call, setting, event);
  if (payload === undefined) return { kind: "no-tool", why: "", durationMs: 0 };
  const tool = attempt.kind === "prompt" ? undefined : call?.[0];
  const hooks = configuredHooks({ agent, event, ...(tool === undefined ? {} : { tool }) }, root, files);
  const [hook] = hooks;
  if (hook === undefined) return { kind: "no-hook", why: `no hook of Leastkey is set for ${event}`, durationMs: 0 };
  const ended = await run(hook, JSON.stringify(payload), event);
  return { ...readAnswer(voice.reads, ended), durationMs: ended.durationMs, ...(call === undefined ? {} : { call }) };
}

/** A value that came in plain and is sent on by the agent itself can still be taken out of the result. */
async function redaction(scenario: Scenario, last: Tried, world: World): Promise<Outcome | undefined> {
  const { voice, agent, root, files, places, run } = world;
  const { after } = voice;
  const sends = JSON.stringify(scenario.attempts).includes("{server}");
  if (after === undefined || last.call === undefined || last.kind === "no-hook") return undefined;
  if (scenario.oracle !== "canary" || scenario.vector === "encoded" || sends) return undefined;
  const [hook] = configuredHooks({ agent, event: after.event, tool: last.call[0] }, root, files);
  if (hook === undefined) return undefined;
  const setting: Setting = { root, session: `boundary-${agent.id}`, number: world.counter.next++ };
  const shown = `${places.variable}=${places.value}`;
  const ended = await run(hook, JSON.stringify(after.payload(last.call, setting, shown)), after.event);
  const isOut = ended.code !== 0 || (ended.stdout.trim() !== "" && !ended.stdout.includes(places.value));
  return isOut ? { kind: "held", evidence: "the value is taken out of the result" } : undefined;
}

async function inParallel<From, To>(items: readonly From[], work: (item: From) => Promise<To>): Promise<readonly To[]> {
  const results: To[] = [];
  let next = 0;
  const worker = async (): Promise<void> => {
    for (let at = next++; at < items.length; at = next++) {
      const item = items[at];
      if (item !== undefined) results[at] = await work(item);
    }
  };
  await Promise.all(Array.from({ length: together }, worker));
  return results;
}
