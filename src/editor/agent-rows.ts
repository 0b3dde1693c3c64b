import type { CommandId } from "../contributions.ts";
import { count } from "../core/count.ts";
import type { AgentProofs } from "../guard/boundary/proof.ts";
import type { AgentCoverage } from "../guard/protect.ts";
import { proofRow } from "./proof-rows.ts";
import type { Row } from "./row.ts";
import { strengthWords } from "./words.ts";

type SurfaceNow = AgentCoverage["surfaces"][number];

const kindWords: Readonly<Record<SurfaceNow["kind"], string>> = {
  hook: "Hook",
  sandbox: "Sandbox",
  settings: "Settings",
  "ignore-file": "Ignore file",
  instructions: "Instructions",
  tools: "Credential tools",
};
const stateIcons: Readonly<Record<SurfaceNow["state"], string>> = {
  present: "pass",
  "written, never ran": "question",
  drifted: "warning",
  "switched off": "warning",
  missing: "circle-outline",
  "not asked for": "circle-outline",
  unreadable: "error",
};

/** The view "Agents" for one folder: those used here or written for, then the rest in one row. */
export function agentRows(
  coverage: readonly AgentCoverage[],
  folder: string,
  proofs: (agent: string) => AgentProofs = () => ({}),
): readonly Row[] {
  const isHere = ({ detected, surfaces }: AgentCoverage): boolean =>
    detected || surfaces.some(({ state }) => state !== "missing" && state !== "not asked for");
  const here = coverage.filter(isHere);
  if (here.length === 0) return [];
  const others = coverage.filter((agent) => !isHere(agent));
  const row = (agent: AgentCoverage): Row => agentRow(agent, folder, proofs(agent.id));
  const rest: Row = {
    id: `${folder} others`,
    label: "Not used here",
    description: count(others.length, "agent"),
    tooltip: "Agents that left no trace in this folder and that nothing was written for.",
    icon: "circle-slash",
    children: others.map(row),
  };
  return [...here.map(row), ...(others.length === 0 ? [] : [rest])];
}

function agentRow(agent: AgentCoverage, folder: string, proofs: AgentProofs): Row {
  const id = `${folder} ${agent.id}`;
  const holds = agent.coverage.length === 0 ? waiting(agent) : holdsText(agent);
  return {
    id,
    label: agent.title,
    description: holds,
    tooltip: `${agent.title}: ${holds}\n${liveText(agent)}`,
    icon: iconOf(agent),
    context: "agent",
    children: [
      ...agent.surfaces.map((surface, at) => surfaceRow(surface, `${id} ${String(at)}`)),
      ...(agent.surfaces.some(({ kind }) => kind === "hook") ? [liveRow(agent, id)] : []),
      proofRow(proofs, id),
      ...(agent.dotenv === undefined ? [] : [dotenvRow(agent.dotenv, folder, id)]),
      ...note(`${id} to do`, "To do", agent.trust, "arrow-right"),
      ...note(`${id} remains`, "Not reached", agent.remains, "circle-slash"),
    ],
  };
}

/** "hidden" is a claim about what the agent can see: without a test that passed it only stands in a file. */
function holdsText({ coverage, proved }: AgentCoverage): string {
  const words = coverage
    .toReversed()
    .map((word) => (word === "hidden" && proved === undefined ? "told to hide" : word));
  return [...words, ...(proved === undefined ? [] : [`proved ${proved.slice(0, 10)}`])].join(", ");
}

/** A hook that is written and never ran holds nothing yet, and must not read as if nothing were there. */
const waiting = ({ surfaces }: AgentCoverage): string =>
  surfaces.some(({ state }) => state === "written, never ran") ? "hook written, never ran" : "nothing holds it back";

function iconOf({ coverage }: AgentCoverage): string {
  if (coverage.includes("hooked") || coverage.includes("sandboxed")) return "shield";
  return coverage.includes("hidden") ? "eye-closed" : "warning";
}

function surfaceRow({ kind, path, strength, state, hole }: SurfaceNow, id: string): Row {
  return {
    id,
    label: kindWords[kind],
    description: `${strength}, ${state}: ${path}`,
    tooltip: [
      `${kindWords[kind]}: ${path}`,
      `Strength: ${strengthWords[strength]}`,
      `State: ${state}`,
      ...(hole === undefined ? [] : [`Hole: ${hole}`]),
    ].join("\n"),
    icon: stateIcons[state],
    children:
      hole === undefined ? [] : [{ id: `${id} hole`, label: "Hole", description: hole, tooltip: hole, icon: "info" }],
  };
}

const liveText = ({ live }: AgentCoverage): string =>
  live === undefined ? "Its hook was never seen to run." : `Its hook last answered ${moment(live)}.`;

function liveRow(agent: AgentCoverage, id: string): Row {
  return {
    id: `${id} live`,
    label: "Heartbeat",
    description: agent.live === undefined ? "never" : moment(agent.live),
    tooltip: liveText(agent),
    icon: agent.live === undefined ? "circle-outline" : "pulse",
  };
}

/** The one hole that a click closes: the file's credentials are moved, and references stand in their place. */
function dotenvRow({ path }: NonNullable<AgentCoverage["dotenv"]>, folder: string, id: string): Row {
  const command: CommandId = "leastkey.moveAllSecretsInFile";
  return {
    id: `${id} dotenv`,
    label: "Open",
    description: `${path} is loaded by the agent itself: click to move its credentials`,
    tooltip: `This agent loads ${path} into its own environment, where every command it runs can print the credentials in it. Click to move them to the vault.`,
    icon: "warning",
    click: { title: "Move All Secrets in File to Vault", command, arguments: [{ uri: `${folder}/${path}` }] },
  };
}

function note(id: string, label: string, text: string | undefined, icon: string): readonly Row[] {
  return text === undefined ? [] : [{ id, label, description: text, tooltip: text, icon }];
}

const moment = (at: string): string => at.slice(0, 16).replace("T", " ");
