import { type Attempt, fillAttempt, type Places, type Scenario } from "./scenario.ts";
import { type Call, callOfAttempt, type Tools } from "./voice.ts";
import { voiceOf } from "./voices.ts";

/** One scripted call and the scenario that it belongs to. */
export interface Step {
  readonly scenario: Scenario;
  readonly call: Call;
}

/** Stands for the number of the shell that was opened last, which only its result tells; the scripted model puts it in. */
const openSession = "{session}";

/** What the model calls these tools, where its names differ from those that the hook sees. */
const modelTools: Readonly<Record<string, Tools>> = {
  codex: {
    shell: (command) => ["exec_command", { cmd: command }],
    openShell: () => ["exec_command", { cmd: "bash", tty: true, yield_time_ms: 500 }],
    // Its hook hears nothing of this (seen with 0.169.0); the permission profile is what can hold it.
    type: (line) => ["write_stdin", { session_id: openSession, chars: `${line}\n`, yield_time_ms: 1500 }],
  },
  // Its hooks are never called (seen with 1.5.47), so it has no voice; what it reads is told all the same.
  continue: {
    read: (path) => ["Read", { filepath: path }],
    search: ({ path, pattern }) => ["Search", { pattern, path }],
    shell: (command) => ["Bash", { command }],
  },
};

export const toolsFor = (agent: string): Tools => modelTools[agent] ?? voiceOf(agent)?.tools ?? {};

/** A scenario's calls; undefined when the agent has no such tool. Paths are absolute, as most agents demand. */
export function stepsOf(scenario: Scenario, agent: string, places: Places): readonly Step[] | undefined {
  const tools = toolsFor(agent);
  const calls = scenario.attempts.map((attempt) =>
    callOfAttempt(tools, absolute(fillAttempt(attempt, places), places.root)),
  );
  const steps = calls.flatMap((call) => (call === undefined ? [] : [{ scenario, call }]));
  return steps.length === calls.length ? steps : undefined;
}

function absolute(attempt: Attempt, root: string): Attempt {
  if (attempt.kind !== "read" && attempt.kind !== "search") return attempt;
  return attempt.path.startsWith("/") ? attempt : { ...attempt, path: `${root}/${attempt.path}` };
}

/** Whether the canary shows at the lab's server, where a command sends it, or in what the model is told. */
export const sendsAway = ({ attempts }: Scenario): boolean => JSON.stringify(attempts).includes("{server}");
