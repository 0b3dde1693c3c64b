import type { Agent, ProtectionPlan, Receipt, Refusal, Surface } from "../agents/agent.ts";
import { type ThrownSwitch, thrownSwitches } from "../agents/hook-switch.ts";
import {
  absolutePath,
  isWanted,
  planProtection,
  planUnprotection,
  type SurfaceState,
  surfaceState,
  turnedSwitches,
} from "../agents/plan.ts";
import type { Attribution, AuditAction } from "../audit/event.ts";
import type { FileChange } from "../core/change.ts";
import { within } from "../core/paths.ts";
import type { Files } from "../core/ports.ts";
import { applyChanges } from "./apply.ts";
import { repositoryOf } from "./decide-worktrees.ts";
import { leftBehind } from "./left-behind.ts";
import { planExclusion, planInclusion } from "./personal.ts";
import type { Ports } from "./ports.ts";
import { type DotenvHole, dotenvHole, dotenvText } from "./protect-dotenv.ts";
import {
  chosenAgents,
  type FilePorts,
  isUsed,
  isWrittenFor,
  known,
  type ProtectOptions,
  realRootOf,
  type Workspace,
  workspaceOf,
} from "./protected-workspace.ts";
import { type ReceiptHome, readReceipts, receiptsFileOf, writeReceipts } from "./receipts.ts";

export type { ProtectOptions };

/** What would be written to keep agents away from this workspace's credentials. Nothing is written. */
export function planWorkspaceProtection(root: string, ports: FilePorts, options: ProtectOptions): ProtectionPlan {
  const workspace = workspaceOf(root, ports, options);
  const left = leftBehind(workspace, ports.files);
  const chosen = chosenAgents(workspace, ports.files, options.agents);
  const also = workspace.registry.filter(({ id }) => left.agents.includes(id) && !chosen.some((one) => one.id === id));
  const input = { ...workspace, agents: [...chosen, ...also] };
  const plan = planProtection(input);
  const leaving = planUnprotection({ ...workspace, agents: left.surfaces });
  return {
    ...plan,
    changes: [...excluding(workspace, input.agents), ...plan.changes, ...leaving.changes, ...left.changes],
    refused: [
      ...plan.refused,
      ...leaving.refused,
      ...thrownSwitches(input).map(refusalOf),
      ...turnedSwitches(input, plan),
    ],
    folders: [...plan.folders, ...leaving.folders].toSorted((a, b) => b.length - a.length),
  };
}

/** First of all changes, so that git never sees what is not the project's. */
function excluding(workspace: Workspace, chosen: readonly Agent[]): readonly FileChange[] {
  const { audience, exclusion, existing } = workspace;
  if (audience === "team" || exclusion === undefined) return [];
  const uses = chosen.flatMap((agent) => agent.surfaces.map((surface) => ({ agent, surface })));
  const paths = uses.filter((use) => isWanted(use, workspace)).map(({ surface }) => surface.path);
  const change = planExclusion(exclusion, paths, existing);
  return change === undefined ? [] : [change];
}

/** A setting of the user's own is not changed by the way; without it no hook that is written runs. */
const refusalOf = (thrown: ThrownSwitch): Refusal => ({
  path: thrown.path,
  reason: switchedOffText(thrown),
  hint: `take "${thrown.key}" out of it, or no hook runs`,
});

const switchedOffText = ({ key, agents: off }: ThrownSwitch): string =>
  `"${key}" switches off every hook of ${off.map(({ title }) => title).join(", ")}`;

/** What would be taken out: everything that was ever written here, for whichever agent. */
export function planWorkspaceUnprotection(root: string, ports: FilePorts, options: ProtectOptions): ProtectionPlan {
  const workspace = workspaceOf(root, ports, options);
  const { exclusion, existing, registry } = workspace;
  const asked = options.agents?.map((id) => known(id, workspace)) ?? registry;
  const plan = planUnprotection({ ...workspace, agents: asked });
  const including =
    exclusion === undefined || options.agents !== undefined ? undefined : planInclusion(exclusion, existing);
  return including === undefined ? plan : { ...plan, changes: [...plan.changes, including] };
}

export interface Drift {
  readonly path: string; // relative to the root
  readonly state: Exclude<SurfaceState, "present"> | "switched off";
  /** What is wrong, for people. */
  readonly reason: string;
}

/** Files whose rules are not as protection would write them; empty when all is right. */
export function checkProtection(root: string, ports: FilePorts, options: ProtectOptions): readonly Drift[] {
  const workspace = workspaceOf(root, ports, options);
  const before =
    options.agents === undefined ? workspace.registry.filter((agent) => isWrittenFor(agent, workspace)) : [];
  const asked = before.length > 0 ? before : chosenAgents(workspace, ports.files, options.agents);
  const plan = planProtection({ ...workspace, agents: asked });
  const named = (path: string): string => within(workspace.root, path) ?? path;
  return [
    ...plan.refused.map(({ path, reason }): Drift => ({ path: named(path), state: "unreadable", reason })),
    ...thrownSwitches({ ...workspace, agents: asked }).map(
      (thrown): Drift => ({ path: named(thrown.path), state: "switched off", reason: switchedOffText(thrown) }),
    ),
    ...turnedSwitches({ ...workspace, agents: asked }, plan).map(
      ({ path, reason }): Drift => ({ path: named(path), state: "switched off", reason }),
    ),
    ...excluding(workspace, asked).map(
      ({ path }): Drift => ({ path: named(path), state: "drifted", reason: "does not keep our files out of git" }),
    ),
    ...plan.changes.map(({ path, before: text }): Drift => {
      const uses = asked
        .flatMap((agent) => agent.surfaces.map((surface) => ({ agent, surface })))
        .filter((use) => isWanted(use, workspace));
      const states = uses.filter(({ surface }) => absolutePath(workspace.root, surface) === path);
      const isMissing = text === undefined || states.every((use) => surfaceState(workspace, use) === "missing");
      return isMissing
        ? { path: named(path), state: "missing", reason: "not written" }
        : { path: named(path), state: "drifted", reason: "differs from what protects the files of today" };
    }),
  ];
}

interface SurfaceCoverage {
  readonly kind: Surface["kind"];
  readonly path: string;
  readonly strength: Surface["strength"];
  readonly state: SurfaceState | "written, never ran" | "switched off" | "not asked for";
  readonly hole?: string;
}

export interface AgentCoverage {
  readonly id: string;
  readonly title: string;
  /** It is used in this workspace, by its own files here. */
  readonly detected: boolean;
  readonly surfaces: readonly SurfaceCoverage[];
  /** What holds now. `told`: asked only. `hooked`: each call is checked. `sandboxed`: the agent cannot open the files. */
  readonly coverage: readonly ("told" | "hidden" | "hooked" | "sandboxed")[];
  /** When its boundary tests last passed, ISO 8601. */
  readonly proved?: string;
  /** When its hook last answered, ISO 8601. */
  readonly live?: string;
  /** How long it took for that, in milliseconds, where agents may not wait for it. */
  readonly slowMs?: number;
  /** What no surface reaches. */
  readonly remains?: string;
  /** What stands open while credentials stand in a file that the agent loads, and the command that closes it. */
  readonly dotenv?: DotenvHole;
  /** What the user must do before the agent runs what was written. */
  readonly trust?: string;
}

export interface CoverageOptions extends ProtectOptions {
  /** When an agent's hook last answered, ISO 8601; undefined when it never did. */
  readonly seen?: (agent: string) => string | undefined;
  /** How long it took for that, in milliseconds. */
  readonly took?: (agent: string) => number | undefined;
  readonly proved?: (agent: string) => string | undefined;
}

/** How every known agent stands in this workspace; those used here and those written for come first. */
export function agentCoverage(root: string, ports: FilePorts, options: CoverageOptions): readonly AgentCoverage[] {
  const workspace = workspaceOf(root, ports, options);
  const asked = options.agents?.map((id) => known(id, workspace)) ?? workspace.registry;
  const all = asked.map((agent) => coverageOf(agent, workspace, ports.files, options));
  const rank = (one: AgentCoverage): number => (one.coverage.length > 0 ? 0 : one.detected ? 1 : 2);
  return all.toSorted((a, b) => rank(a) - rank(b) || (a.id < b.id ? -1 : 1));
}

/** Agents wait 5 to 10 seconds, some of them less, and then run the call. */
const slowFromMs = 1000;

function coverageOf(agent: Agent, workspace: Workspace, files: Files, options: CoverageOptions): AgentCoverage {
  const live = options.seen?.(agent.id);
  const took = options.took?.(agent.id) ?? 0;
  const proved = options.proved?.(agent.id);
  const dotenv = dotenvHole(agent, workspace.protectedPaths);
  const isOff = thrownSwitches({ ...workspace, agents: [agent] }).length > 0;
  const surfaces = agent.surfaces.map((surface): SurfaceCoverage => {
    const state = surfaceState(workspace, { agent, surface });
    const { kind, path, strength, hole } = surface;
    const isHook = state === "present" && kind === "hook";
    const isOpen = state !== "present" && !isWanted({ agent, surface }, workspace);
    return {
      kind,
      path,
      strength,
      state: isOpen
        ? "not asked for"
        : isHook && isOff
          ? "switched off"
          : isHook && live === undefined
            ? "written, never ran"
            : state,
      ...(hole === undefined ? {} : { hole }),
    };
  });
  const open = agent.surfaces.filter((_surface, at) => surfaces[at]?.state !== "present");
  const remains = [
    agent.remains ?? [],
    open.flatMap(({ onRequest }) => onRequest?.without ?? []),
    dotenv === undefined ? [] : dotenvText(dotenv),
  ].flat();
  const holds = (kind: Surface["kind"]): boolean =>
    surfaces.some((one) => one.kind === kind && one.state === "present");
  return {
    id: agent.id,
    title: agent.title,
    detected: isUsed(agent, workspace, files),
    surfaces,
    coverage: [
      ...(holds("instructions") ? ["told" as const] : []),
      ...(holds("ignore-file") || holds("settings") ? ["hidden" as const] : []),
      ...(holds("hook") ? ["hooked" as const] : []),
      ...(holds("sandbox") ? ["sandboxed" as const] : []),
    ],
    ...(proved === undefined ? {} : { proved }),
    ...(live === undefined ? {} : { live }),
    ...(took > slowFromMs ? { slowMs: Math.round(took) } : {}),
    ...(remains.length === 0 ? {} : { remains: remains.join("; ") }),
    ...(dotenv === undefined ? {} : { dotenv }),
    ...(agent.trust === undefined ? {} : { trust: agent.trust }),
  };
}

const isAmong = (receipts: readonly Receipt[], { path, hash }: Receipt): boolean =>
  receipts.some((one) => one.path === path && one.hash === hash);

export interface ApplyProtectionOptions {
  readonly home: ReceiptHome;
  readonly action: Extract<AuditAction, "protect" | "unprotect">;
  readonly waitMs?: number;
  /** "confirmed" where a person agreed to it in a window; unknown unless told. */
  readonly attribution?: Attribution;
}

/** Carries out a plan of this module under the workspace's lock, keeps its receipts, records it. Returns the paths written. */
export function applyProtection(
  root: string,
  plan: ProtectionPlan,
  ports: Pick<Ports, "files" | "audit">,
  { home, action, waitMs, attribution = "unknown" }: ApplyProtectionOptions,
): readonly string[] {
  const { files } = ports;
  const real = realRootOf(root, files);
  const touched = new Set(plan.changes.map(({ path }) => path));
  return applyChanges(plan.changes, ports, {
    lock: `${receiptsFileOf(real, home)}.lock`,
    root: real,
    also: [repositoryOf(real, files)?.common].flatMap((one) => one ?? []),
    folders: plan.folders,
    ...(waitMs === undefined ? {} : { waitMs }),
    // Old and new receipts stand side by side while files are written, so that a kill in the middle loses neither.
    // Another run may have written the same: its receipt is the one that knows which folders were missing.
    begin: () => {
      const before = readReceipts(real, files, home);
      writeReceipts(real, [...before, ...plan.receipts.filter((one) => !isAmong(before, one))], files, home);
    },
    end: () => {
      // A file that somebody removed has nothing of ours to take out any more.
      const kept = readReceipts(real, files, home).filter((one) =>
        action === "protect"
          ? !touched.has(one.path) || isAmong(plan.receipts, one)
          : !touched.has(one.path) && files.stat(one.path) !== undefined,
      );
      writeReceipts(real, kept, files, home);
    },
    event: {
      action,
      outcome: "done",
      attribution,
      workspace: real,
      paths: plan.changes.map(({ path }) => within(real, path) ?? path),
    },
  });
}
