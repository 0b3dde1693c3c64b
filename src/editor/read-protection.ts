import type { Strength } from "../agents/agent.ts";
import type { Ports } from "../guard/ports.ts";
import { type AgentCoverage, agentCoverage, checkProtection } from "../guard/protect.ts";
import { policyRootOf } from "../guard/session-environment.ts";
import { readIndexAt } from "../guard/write-index.ts";
import { environmentOfFolder } from "../guard/write-policy-table.ts";
import type { Home } from "../platform/home.ts";
import type { AgentGuard, Protection } from "./protection.ts";

export interface FolderGuard {
  readonly protection: Protection;
  /** Paths below the folder that the index names: what rules and hook keep agents from. */
  readonly hidden: ReadonlySet<string>;
  /** Which environment its sessions have; undefined: nothing says it. */
  readonly session: { readonly environment: string; readonly because: string } | undefined;
}

export interface GuardSources {
  readonly ports: Pick<Ports, "files">;
  readonly home: Home;
  /** When an agent's hook last answered in this folder, ISO 8601. */
  readonly seen: (agent: string) => string | undefined;
  /** How long it took for that, in milliseconds. */
  readonly took?: (agent: string) => number | undefined;
}

/** How one folder stands: which agents are kept away and how well, what drifted, whether the hook can answer. */
export function readProtection(root: string, sources: GuardSources): FolderGuard {
  const { ports, home } = sources;
  const { environment, because } = environmentOfFolder(policyRootOf(root, ports.files), ports.files, home);
  return { ...protectionOf(root, sources), session: because === undefined ? undefined : { environment, because } };
}

function protectionOf(
  root: string,
  { ports, home, seen, took = () => undefined }: GuardSources,
): Omit<FolderGuard, "session"> {
  const covered = agentCoverage(root, ports, { home, seen, took }).filter(({ surfaces }) => surfaces.some(isThere));
  if (covered.length === 0) return { protection: { kind: "unprotected" }, hidden: new Set() };
  const drift = checkProtection(root, ports, { home });
  const lookup = readIndexAt((ports.files.realPath(root) ?? root).replaceAll("\\", "/"), ports.files, home);
  const hidden = lookup.kind === "found" ? lookup.index.protectedPaths.map(({ path }) => path) : [];
  const hooked = covered.some(({ surfaces }) => surfaces.some((one) => one.kind === "hook" && isThere(one)));
  return {
    protection: {
      kind: "protected",
      agents: covered.map(guardOf),
      drift,
      notLive: hooked ? whyNotLive(lookup.kind, ports, home) : undefined,
    },
    hidden: new Set(hidden),
  };
}

type SurfaceNow = AgentCoverage["surfaces"][number];

const isThere = ({ state }: SurfaceNow): boolean =>
  state === "present" || state === "written, never ran" || state === "switched off";

/** The hook refuses everything when it has no index, and never runs when its launcher is gone. */
function whyNotLive(
  index: "found" | "missing" | "torn" | "newer",
  { files }: Pick<Ports, "files">,
  home: Home,
): string | undefined {
  if (files.stat(home.launcher) === undefined) return "the program that hooks start is not installed";
  switch (index) {
    case "found":
      return undefined;
    case "missing":
      return "the list of hidden files is missing, scan the workspace";
    case "torn":
      return "the list of hidden files is damaged, scan the workspace";
    case "newer":
      return "a newer Leastkey wrote the list of hidden files, update this one";
  }
}

const order: readonly Strength[] = ["enforced", "partial", "advisory"];

function guardOf({ id, title, surfaces, live, slowMs, remains, trust }: AgentCoverage): AgentGuard {
  const there = surfaces.filter(isThere);
  const best = there.toSorted((a, b) => order.indexOf(a.strength) - order.indexOf(b.strength))[0];
  const hook = there.find(({ kind }) => kind === "hook");
  return {
    id,
    title,
    strength: best?.strength ?? "advisory",
    hole: best?.hole,
    hook: hook === undefined || hook.state === "switched off" ? "none" : live === undefined ? "written" : "ran",
    slowMs: hook === undefined ? undefined : slowMs,
    remains,
    trust,
  };
}
