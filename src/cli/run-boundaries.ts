import { LeastkeyError } from "../core/errors.ts";
import type { RunHook } from "../guard/boundary/ask-hooks.ts";
import type { CopyPlan } from "../guard/boundary/copy-plan.ts";
import { lastProof } from "../guard/boundary/proof.ts";
import type { BoundaryReport } from "../guard/boundary/report.ts";
import { hookedAgents, runSimulated } from "../guard/boundary/run-simulated.ts";
import type { Scenario } from "../guard/boundary/scenario.ts";
import { voiceOf, voices } from "../guard/boundary/voices.ts";
import { anyHeartbeat, forgetHeartbeats, type WorkspaceCopy } from "../platform/boundary-copy.ts";
import { runHook } from "../platform/boundary-hook.ts";
import { sessionsOf } from "./boundary-session.ts";
import { environmentCanary, guardedCopy, planBoundaries } from "./boundary-workspace.ts";
import type { CliContext } from "./context.ts";

export interface BoundaryRequest {
  readonly root: string;
  readonly scenarios: readonly Scenario[];
  readonly agents?: readonly string[];
}

/** Far above a hook's own deadline; what takes longer is broken. */
const hookTimeoutMs = 8000;

export async function testSimulated(context: CliContext, request: BoundaryRequest): Promise<BoundaryReport> {
  const { root, scenarios } = request;
  const ports = await context.ports();
  const boundaries = await planBoundaries(context, root);
  const agents = await chosenAgents(context, request);
  const copy = await guardedCopy(context, root, boundaries);
  const place = {
    cwd: copy.root,
    env: environmentOf(copy, boundaries.plan),
    signal: context.interrupted,
  };
  const run: RunHook = (hook, payload, event, calls) =>
    runHook(hook, payload, event, { ...place, timeoutMs: hookTimeoutMs + calls * 100 });
  try {
    const enterSession = await sessionsOf(context, root, copy);
    const seeing = { forgetHeartbeats: () => forgetHeartbeats(copy), anyHeartbeat: () => anyHeartbeat(copy) };
    const onAgent = (title: string): void => {
      context.output.progress(`trying ${String(scenarios.length)} scenarios with ${title}`);
    };
    const work = { root, agents, scenarios, plan: boundaries.plan, copy: { ...copy, run, enterSession, ...seeing } };
    return await runSimulated({ ...work, signal: context.interrupted, onAgent }, ports);
  } finally {
    copy.remove();
  }
}

async function chosenAgents(context: CliContext, { root, agents }: BoundaryRequest): Promise<readonly string[]> {
  const unknown = agents?.find((id) => voiceOf(id) === undefined);
  if (unknown !== undefined) {
    const known = voices.map(({ agent }) => agent).join(", ");
    throw new LeastkeyError("usage", `the calls of "${unknown}" cannot be simulated`, `these can: ${known}`);
  }
  const { files } = await context.ports();
  const tested = (agent: string): boolean => lastProof(context.home, root, agent, files) !== undefined;
  return agents ?? hookedAgents(root, files, context.home, tested);
}

/** As an agent's hooks see it: nothing of the user's, and a credential as agents have that load `.env`. */
function environmentOf({ userHome, home, tmp }: WorkspaceCopy, plan: CopyPlan): Readonly<Record<string, string>> {
  const system = ["PATH", "SystemRoot", "ComSpec", "PATHEXT"].flatMap((name) => {
    const text = process.env[name];
    return text === undefined ? [] : [[name, text] as const];
  });
  const own = { HOME: userHome, TMPDIR: tmp, LANG: "C.UTF-8", LEASTKEY_HOME: home.root };
  return { ...Object.fromEntries(system), ...own, ...environmentCanary(plan) };
}
