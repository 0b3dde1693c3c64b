import { l10n } from "vscode";
import type { CommandId } from "../contributions.ts";
import type { AgentProofs } from "../guard/boundary/proof.ts";
import type { AgentCoverage } from "../guard/protect.ts";
import { proofRow } from "./proof-rows.ts";
import type { Row } from "./row.ts";
import { strengthWords } from "./words.ts";

type SurfaceNow = AgentCoverage["surfaces"][number];

const kindWords: Readonly<Record<SurfaceNow["kind"], string>> = {
  hook: l10n.t("Hook"),
  sandbox: l10n.t("Sandbox"),
  settings: l10n.t("Settings"),
  "ignore-file": l10n.t("Ignore file"),
  instructions: l10n.t("Instructions"),
  tools: l10n.t("Credential tools"),
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
    label: l10n.t("Not used here"),
    description: others.length === 1 ? l10n.t("1 agent") : l10n.t("{0} agents", others.length),
    tooltip: l10n.t("Agents that left no trace in this folder and that nothing was written for."),
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
      ...note(`${id} to do`, l10n.t("To do"), agent.trust, "arrow-right"),
      ...note(`${id} remains`, l10n.t("Not reached"), agent.remains, "circle-slash"),
    ],
  };
}

/** "hidden" is a claim about what the agent can see: without a test that passed it only stands in a file. */
function holdsText({ coverage, proved }: AgentCoverage): string {
  const words = coverage
    .toReversed()
    .map((word) => (word === "hidden" && proved === undefined ? l10n.t("told to hide") : word));
  return [...words, ...(proved === undefined ? [] : [l10n.t("proved {0}", proved.slice(0, 10))])].join(", ");
}

/** A hook that is written and never ran holds nothing yet, and must not read as if nothing were there. */
const waiting = ({ surfaces }: AgentCoverage): string =>
  surfaces.some(({ state }) => state === "written, never ran")
    ? l10n.t("hook written, never ran")
    : l10n.t("nothing holds it back");

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
      l10n.t("Strength: {0}", strengthWords[strength]),
      l10n.t("State: {0}", state),
      ...(hole === undefined ? [] : [l10n.t("Hole: {0}", hole)]),
    ].join("\n"),
    icon: stateIcons[state],
    children:
      hole === undefined
        ? []
        : [{ id: `${id} hole`, label: l10n.t("Hole"), description: hole, tooltip: hole, icon: "info" }],
  };
}

function liveText({ live, slowMs }: AgentCoverage): string {
  if (live === undefined) return l10n.t("Its hook was never seen to run.");
  const answered = l10n.t("Its hook last answered {0}.", moment(live));
  return slowMs === undefined
    ? answered
    : `${answered} ${l10n.t("It took {0} ms: an agent that does not wait that long runs the call.", slowMs)}`;
}

function liveRow(agent: AgentCoverage, id: string): Row {
  return {
    id: `${id} live`,
    label: l10n.t("Heartbeat"),
    description: agent.live === undefined ? l10n.t("never") : moment(agent.live),
    tooltip: liveText(agent),
    icon: agent.live === undefined ? "circle-outline" : agent.slowMs === undefined ? "pulse" : "warning",
  };
}

/** The one hole that a click closes: the file's credentials are moved, and references stand in their place. */
function dotenvRow({ path }: NonNullable<AgentCoverage["dotenv"]>, folder: string, id: string): Row {
  const command: CommandId = "leastkey.moveAllSecretsInFile";
  return {
    id: `${id} dotenv`,
    label: l10n.t("Open"),
    description: l10n.t("{0} is loaded by the agent itself: click to move its credentials", path),
    tooltip: l10n.t(
      "This agent loads {0} into its own environment, where every command it runs can print the credentials in it. Click to move them to the vault.",
      path,
    ),
    icon: "warning",
    click: { title: l10n.t("Move All Secrets in File to Vault"), command, arguments: [{ uri: `${folder}/${path}` }] },
  };
}

function note(id: string, label: string, text: string | undefined, icon: string): readonly Row[] {
  return text === undefined ? [] : [{ id, label, description: text, tooltip: text, icon }];
}

const moment = (at: string): string => at.slice(0, 16).replace("T", " ");
