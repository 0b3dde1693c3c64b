import { fieldsOf } from "../../core/tool-call/json.ts";
import type { Ended } from "./answer.ts";
import type { ConfiguredHook } from "./configured-hooks.ts";
import type { Input } from "./voice.ts";

/** Runs one configured hook with a payload that holds so many calls, as the agent would. */
export type RunHook = (hook: ConfiguredHook, payload: string, event: string, calls: number) => Promise<Ended>;

export interface Question {
  readonly agent: string;
  readonly root: string;
  readonly hook: ConfiguredHook;
  readonly event: string;
  readonly payload: Input;
}

/** As many hooks at a time: more than agents run, fewer than would slow each other down on two cores. */
const together = 2;

/** One process for one call, as the agent starts it. */
export const askAlone = ({ hook, event, payload }: Question, run: RunHook): Promise<Ended> =>
  run(hook, JSON.stringify(payload), event, 1);

/**
 * The hook's end for each call, in order. Calls of the same configured hook go through its command line together: one
 * process for each would make a pack take a minute. A hook that does not know this is asked one by one.
 */
export async function askHooks(questions: readonly Question[], run: RunHook): Promise<readonly Ended[]> {
  const groups = new Map<string, number[]>();
  questions.forEach(({ hook, event }, at) => {
    const key = JSON.stringify([hook, event]);
    groups.set(key, [...(groups.get(key) ?? []), at]);
  });
  const ended = new Map<number, Ended>();
  await inParallel([...groups.values()], async (places) => {
    const group = places.flatMap((at) => questions[at] ?? []);
    const answers = await askGroup(group, run);
    places.forEach((at, index) => {
      const answer = answers[index];
      if (answer !== undefined) ended.set(at, answer);
    });
  });
  return questions.map((_, at) => ended.get(at) ?? notAnswered);
}

const notAnswered: Ended = { code: 1, stdout: "", stderr: "", durationMs: 0, timedOut: false };

async function askGroup(group: readonly Question[], run: RunHook): Promise<readonly Ended[]> {
  const [first] = group;
  if (first === undefined) return [];
  if (group.length > 1) {
    const ended = await run(first.hook, batchOf(first, group), first.event, group.length);
    const answers = answersIn(ended);
    if (answers?.length === group.length) return answers;
  }
  return inParallel(group, (one) => askAlone(one, run));
}

/** What the hook program takes as a batch, `src/hook/batch.ts`; through a plugin, as the plugin passes calls on. */
function batchOf({ hook, event }: Question, group: readonly Question[]): string {
  if (hook.kind !== "plugin")
    return JSON.stringify({ leastkey: { batch: group.map(({ payload }) => JSON.stringify(payload)) } });
  const batch = group.map(({ agent, root, payload }) =>
    JSON.stringify({ agent, hook: event, directory: root, ...payload }),
  );
  return JSON.stringify({ input: { leastkey: { batch } }, output: { args: {}, output: "" } });
}

/** In the hook's own output, in what a plugin threw, or in the result that it put in place of a tool's. */
function answersIn({ stdout, stderr, timedOut }: Ended): readonly Ended[] | undefined {
  if (timedOut) return undefined;
  const body = fieldsOf(parsed(stdout));
  const told = body ?? fieldsOf(parsed(stderr));
  const inner = typeof told?.["output"] === "string" ? fieldsOf(parsed(told["output"])) : told;
  const answers = inner?.["answers"];
  return Array.isArray(answers) ? answers.flatMap(endedOf) : undefined;
}

function endedOf(value: unknown): readonly Ended[] {
  const one = fieldsOf(value);
  const { code, stdout, stderr, durationMs } = one ?? {};
  if (typeof code !== "number" || typeof stdout !== "string" || typeof stderr !== "string") return [];
  return [{ code, stdout, stderr, durationMs: typeof durationMs === "number" ? durationMs : 0, timedOut: false }];
}

function parsed(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text);
    return value;
  } catch {
    return undefined;
  }
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
