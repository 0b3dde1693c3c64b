import { join } from "node:path";
import type { Agent } from "../agents/agent.ts";
import { agentById } from "../agents/index.ts";
import { LeastkeyError } from "../core/errors.ts";
import { type CopyPlan, placesOf } from "../guard/boundary/copy-plan.ts";
import { liveAgent } from "../guard/boundary/live.ts";
import type { Played, PlayInput } from "../guard/boundary/live-lane.ts";
import type { AgentResult, BoundaryReport } from "../guard/boundary/report.ts";
import { agentHere } from "../guard/personal.ts";
import { anyHeartbeat, makeCopy, type WorkspaceCopy } from "../platform/boundary-copy.ts";
import { makeOracle } from "../platform/lab/canary-oracle.ts";
import type { Driver } from "../platform/lab/driver.ts";
import { drivers } from "../platform/lab/drivers.ts";
import { type ModelServer, startModel } from "../platform/lab/model-server.ts";
import { findProgram, type Program, playSession, versionOf } from "../platform/lab/session.ts";
import { sessionsOf } from "./boundary-session.ts";
import { type Boundaries, environmentCanary, guardedCopy, planBoundaries } from "./boundary-workspace.ts";
import type { CliContext } from "./context.ts";
import type { BoundaryRequest } from "./run-boundaries.ts";

/** The agents on this machine, one after the other; one that is missing or fails is told, never skipped in silence. */
export async function testLive(context: CliContext, request: BoundaryRequest): Promise<BoundaryReport> {
  const unknown = request.agents?.find((id) => drivers.every(({ agent }) => agent !== id));
  if (unknown !== undefined) {
    const known = drivers.map(({ agent }) => agent).join(", ");
    throw new LeastkeyError("usage", `"${unknown}" cannot be driven`, `these can: ${known}`);
  }
  const { clock } = await context.ports();
  const started = clock.now();
  const boundaries = await planBoundaries(context, request.root);
  // One for the copy without rules and one for the copy with them: their sessions run side by side.
  const models = await startModels();
  const results: AgentResult[] = [];
  try {
    for (const driver of drivers.filter(({ agent }) => request.agents?.includes(agent) ?? true)) {
      if (context.interrupted.aborted) break;
      const program = findProgram(driver, context.env);
      if (program !== undefined) results.push(await one(context, { driver, program, models, boundaries, request }));
      else if (request.agents !== undefined) results.push(missing(driver, request));
      else context.output.talk(`${driver.agent} is not installed here, so it was not driven`);
    }
  } finally {
    await Promise.all([models.bare.close(), models.guarded.close()]);
  }
  return {
    version: 1,
    mode: "live",
    root: request.root,
    ran: new Date(started).toISOString(),
    durationMs: clock.now() - started,
    agents: results,
  };
}

/** Where the second cannot listen, the first must not keep this process from ending. */
async function startModels(): Promise<Drive["models"]> {
  const bare = await startModel();
  try {
    return { bare, guarded: await startModel() };
  } catch (error) {
    await bare.close();
    throw error;
  }
}

interface Drive {
  readonly driver: Driver;
  readonly program: Program;
  readonly models: { readonly bare: ModelServer; readonly guarded: ModelServer };
  readonly boundaries: Boundaries;
  readonly request: BoundaryRequest;
}

const titleOf = (id: string): string => agentById(id)?.title ?? id;

function missing({ agent, binary }: Driver, { scenarios }: BoundaryRequest): AgentResult {
  const detail = `${binary} is not on PATH nor in LEASTKEY_AGENTS`;
  const cells = scenarios.map(({ id, title, vector, mustNot }) => ({
    scenario: id,
    title,
    vector,
    mustNot,
    outcome: { kind: "not-exercised", reason: detail } as const,
    durationMs: 0,
  }));
  return { agent, title: titleOf(agent), controls: [{ kind: "baseline", ok: false, detail }], cells };
}

async function one(context: CliContext, drive: Drive): Promise<AgentResult> {
  const { driver, boundaries, request } = drive;
  const { plan } = boundaries;
  const agent = agentHere(driver.agent, request.root, (await context.ports()).files);
  if (agent === undefined) throw new LeastkeyError("not-found", `${driver.agent} is in no registry`, "report it");
  // Not below the system's temporary folder: Codex starts no helper from there.
  const parent = join(context.home.root, "lab");
  const guarded = await guardedCopy(context, request.root, boundaries, parent);
  let bare: WorkspaceCopy | undefined;
  try {
    (await sessionsOf(context, request.root, guarded))(undefined);
    bare = makeCopy({ files: plan.files, links: plan.links }, { root: join(guarded.base, "none") }, parent);
    return await driveIn(context, { ...drive, agent }, { guarded, bare });
  } finally {
    guarded.remove();
    bare?.remove();
  }
}

interface Copies {
  readonly guarded: WorkspaceCopy;
  readonly bare: WorkspaceCopy;
}

async function driveIn(
  context: CliContext,
  { agent, ...drive }: Drive & { readonly agent: Agent },
  { guarded, bare }: Copies,
): Promise<AgentResult> {
  const { driver, boundaries, request, models } = drive;
  const { plan } = boundaries;
  const version = await versionOf(drive.program, guarded);
  const name = version === undefined ? agent.title : `${agent.title} ${version}`;
  let sessions = 0;
  return liveAgent({
    agent,
    ...(version === undefined ? {} : { version }),
    scenarios: request.scenarios,
    triedWith: driver.triedWith,
    remembersReads: driver.remembersReads === true,
    places: (isGuarded) => placesOf(plan, { ...(isGuarded ? guarded : bare), server: urlOf(models, isGuarded) }, agent),
    marker: plan.marker,
    canaryIn: makeOracle(plan.canaries.map(({ value }) => value)),
    play: (input) => {
      context.output.progress(`${name}: session ${String(++sessions)}${input.guarded ? "" : ", without rules"}`);
      return play(context, drive, { copy: input.guarded ? guarded : bare, input, plan });
    },
    hookAnswered: agent.surfaces.some(({ kind }) => kind === "hook") ? () => anyHeartbeat(guarded) : undefined,
    signal: context.interrupted,
  });
}

/** LEASTKEY_LAB_SILENCE: milliseconds, for machines where agents start slower, and for tests that wait for less. */
function silenceFor({ silentForMs }: Driver, env: NodeJS.ProcessEnv): number {
  const own = Number(env["LEASTKEY_LAB_SILENCE"]);
  return Number.isFinite(own) && own > 0 ? own : silentForMs;
}

const urlOf = ({ bare, guarded }: Drive["models"], isGuarded: boolean): string => (isGuarded ? guarded : bare).url;

interface PlayWith {
  readonly copy: WorkspaceCopy;
  readonly input: PlayInput;
  readonly plan: CopyPlan;
}

async function play(context: CliContext, drive: Drive, { copy, input, plan }: PlayWith): Promise<Played> {
  const { program, models } = drive;
  const driver = { ...drive.driver, silentForMs: silenceFor(drive.driver, context.env) };
  const signal = context.interrupted;
  const timeoutMs = driver.silentForMs + input.script.length * 3000;
  const variables = environmentCanary(plan);
  const model = input.guarded ? models.guarded : models.bare;
  const played = await playSession(model, { driver, program, copy, ...input, variables, timeoutMs, signal });
  const { seen, end, peakMemoryMb, reachedHosts } = played;
  const words = (end.stderr.trim() || end.stdout.trim()).split("\n").at(-1) ?? "";
  const said = words === "" && end.code !== 0 ? `it ended with code ${String(end.code)}` : words;
  if (context.env["LEASTKEY_DEBUG"]) {
    const ended = `code ${String(end.code)} after ${String(Math.round(end.durationMs))} ms${end.timedOut ? ", out of time" : ""}`;
    const steps = `${String(seen.asked)} of ${String(input.script.length)} steps, ${String(seen.requests)} requests`;
    context.output.talk(
      `${driver.agent}${input.guarded ? "" : " bare"}: ${steps}, ${ended}; tools ${seen.tools.join(" ")}; refused ${seen.refusedHosts.join(" ")}; ${withoutCanaries(said, plan)}`,
    );
  }
  const memory = peakMemoryMb === undefined ? {} : { peakMemoryMb };
  return { ...seen, reachedHosts, timedOut: end.timedOut, said: withoutCanaries(said, plan), ...memory };
}

/** What a failing agent said is shown, and canaries are not: a reader would take them for the real thing. */
function withoutCanaries(text: string, { canaries }: CopyPlan): string {
  return canaries.reduce((left, { value }) => left.replaceAll(value, "[canary]"), text).slice(0, 200);
}
